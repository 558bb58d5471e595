// Normalisation of each sample by its own statistics: group, instance and layer normalisation.
namespace CnnCompute;

/// <summary>
/// (x - mean) / sqrt(variance + eps) * gamma + beta (Wu &amp; He, "Group Normalization", 2018): inputs x [N,C,...], statistics [N,G,2] of x and,
/// where the op scales and shifts, gamma and beta [C].
/// </summary>
public sealed record GroupNormOp(float Eps) : Op
{
    /// <inheritdoc/>
    public override EpilogueParts Accepts => EpilogueParts.Residual | EpilogueParts.Clamp;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        if (inputs[1].Rank != 3)
            throw ShapeException.For(this, inputs, "statistics must be [N,G,2]");
        NormView.Check(this, inputs, x, inputs[1][1]);
        if (inputs[1] != new Shape(x[0], inputs[1][1], 2))
            throw ShapeException.For(this, inputs, $"statistics must be [{x[0]},G,2]");
        return inputs.Length == 2 || (inputs[2] == new Shape(x[1]) && inputs[3] == inputs[2])
            ? x
            : throw ShapeException.For(this, inputs, $"gamma and beta must be [{x[1]}]");
    }

    /// <summary>The whole gradient of x, the way through its statistics included; so the statistics get none.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var (x, stats, graph) = (node.Inputs[0], node.Inputs[1], grad.Graph);
        var sums = graph.Append(new GroupNormGradStatsOp(Eps), grad, x, stats);
        if (node.Inputs.Count == 2)
            return [graph.Append(new GroupNormGradInputOp(Eps), grad, x, stats, sums), null];
        var gamma = node.Inputs[2];
        var both = sums.Sum([0]);
        return
        [
            graph.Append(new GroupNormGradInputOp(Eps), grad, x, stats, sums, gamma), null,
            both.Slice(1, 1, 1).Reshape(gamma.Shape), both.Slice(1, 0, 1).Reshape(gamma.Shape),
        ];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, groups, epilogue) = (node.Shape, node.Inputs[1].Shape[1], node.Epilogue);
        var view = NormView.OfChannels(x);
        int count = x[0] * x[1], residual = epilogue.Residual;
        var affine = node.Inputs.Count - (residual >= 0 ? 1 : 0) == 4;
        PushWord[] push = [view.Quarters, view.Rows, view.Blocks, view.Quarter, view.Apart(count), epilogue.Min, epilogue.Max];
        yield return new Recipe("plain",
        [
            new Step("Cnn/group_norm_coefficients", Threads.For(count), [count, x[1], x[1] / groups, Eps],
                Operand.In(1), Operand.In(affine ? 2 : 1), Operand.In(affine ? 3 : 1), Operand.Scratch(0))
            {
                Constants = [(0, affine ? 1u : 0u)],
            },
            new Step("Cnn/group_norm", Threads.For(view.Quarters), push, Operand.In(0), Operand.Scratch(0), Operand.In(residual >= 0 ? residual : 0),
                Operand.Out())
            {
                Constants = [.. view.Constants, (2, residual >= 0 ? 1u : 0u)],
            },
        ])
        {
            Scratch = [12L * count],
            InPlace = 0,
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// As torch.nn.functional.group_norm: <paramref name="groups"/> groups of channels of each sample of [N,C,...]; gamma and beta are [C].
    /// </summary>
    public Tensor GroupNorm(int groups, Tensor? gamma = null, Tensor? beta = null, float eps = 1e-5f)
    {
        if (gamma is null != beta is null)
            throw new ArgumentException("GroupNorm: gamma and beta come together");
        if (NormView.Merged(Shape, groups) is { } lines)
        {
            var y = Reshape(lines).GroupNorm(groups, eps: eps).Reshape(Shape);
            if (gamma is not { } factor || beta is not { } term)
                return y;
            var channels = new Shape([1, Shape[1], .. Enumerable.Repeat(1, Shape.Rank - 2)]);
            return y * factor.Reshape(channels) + term.Reshape(channels);
        }
        var stats = GroupStatistics(groups);
        return gamma is { } g && beta is { } b
            ? Graph.Append(new GroupNormOp(eps), this, stats, g, b)
            : Graph.Append(new GroupNormOp(eps), this, stats);
    }

    /// <summary>
    /// As torch.nn.functional.instance_norm on [N,C,...]: each channel of each sample by its own mean and biased variance; gamma and beta are [C].
    /// </summary>
    public Tensor InstanceNorm(Tensor? gamma = null, Tensor? beta = null, float eps = 1e-5f)
    {
        if (Shape.Rank < 3)
            throw new ShapeException($"InstanceNorm of {Shape}: the input must be [N,C,...] with at least one axis of pixels");
        return GroupNorm(Shape[1], gamma, beta, eps);
    }

    /// <summary>
    /// As torch.nn.functional.layer_norm over <paramref name="normalized"/>, which must be the last dimensions of the shape; gamma and beta have that
    /// shape. ONNX's LayerNormalization with axis k normalises the dimensions from k on.
    /// </summary>
    /// <exception cref="ShapeException">The shape does not end so, or gamma or beta do not fit.</exception>
    public Tensor LayerNorm(Shape normalized, Tensor? gamma = null, Tensor? beta = null, float eps = 1e-5f)
    {
        var first = Shape.Rank - normalized.Rank;
        if (normalized.Rank == 0 || first < 0 || !Shape.ToArray().AsSpan(first).SequenceEqual(normalized.ToArray()))
            throw new ShapeException($"LayerNorm of {Shape} over {normalized}: the shape must end so");
        if ((gamma is { } w && w.Shape != normalized) || (beta is { } b && b.Shape != normalized))
            throw new ShapeException($"LayerNorm of {Shape} over {normalized}: gamma {gamma?.Shape} and beta {beta?.Shape} must have that shape");
        // Whole samples of images stay where they are: one group of all channels.
        var lines = Shape.Rank == 4 && first == 1 ? this : Reshape((int)(Shape.Count / normalized.Count), 1, (int)normalized.Count);
        var y = lines.GroupNorm(1, eps: eps).Reshape(Shape);
        y = gamma is { } scale ? y * scale : y;
        return beta is { } shift ? y + shift : y;
    }
}
