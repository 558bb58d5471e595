// A factor and a summand per channel: inference batch-norm.
namespace CnnCompute;

/// <summary>
/// x * scale[c] + shift[c]; inputs x and [2,C] (scales, then shifts). Without <paramref name="Shift"/> the shifts are left out: the gradient of x.
/// </summary>
public sealed record ChannelAffineOp(bool Shift = true) : Op
{
    /// <inheritdoc/>
    public override EpilogueParts Accepts => EpilogueParts.Residual | EpilogueParts.Clamp;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var rows = ChannelRows.Of(this, inputs);
        return inputs[1] == new Shape(2, rows.Channels)
            ? inputs[0]
            : throw ShapeException.For(this, inputs, $"scale and shift must be [2,{rows.Channels}]");
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var (x, affine) = (node.Inputs[0], node.Inputs[1]);
        var channels = new Shape(1, x.Shape[1]);
        var row = x.Shape.Rank == 4 ? new Shape(1, x.Shape[1], 1, 1) : channels;
        var scale = (grad * x).SumTo(row).Reshape(channels);
        var shift = Shift ? grad.SumTo(row).Reshape(channels) : grad.Graph.Fill(channels, 0);
        return [grad.Graph.Append(new ChannelAffineOp(false), grad, affine), Tensor.Concat(0, scale, shift)];
    }

    /// <inheritdoc/>
    public override Absorption? Absorb(Node node) => Shift ? new Absorption(EpilogueParts.ScaleShift, 0, 1) : null;

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Launch(node, ChannelRows.Of(this, node.Shape), Operand.In(1), Shift)]) { InPlace = 0 };
    }

    /// <summary>The step for a node whose input 0 is x, with its epilogue.</summary>
    internal static Step Launch(Node node, ChannelRows rows, Operand affine, bool shift)
    {
        var (epilogue, count) = (node.Epilogue, rows.Rows * rows.Blocks);
        var residual = epilogue.Residual >= 0;
        return new Step("Cnn/channel_affine", Threads.For(rows.Quarter), [count, rows.Blocks, rows.Quarter, epilogue.Min, epilogue.Max],
            Operand.In(0), affine, Operand.In(residual ? epilogue.Residual : 0), Operand.Out())
        {
            Constants = [rows.WideConstant, (1, residual ? 1u : 0u), (2, shift ? 1u : 0u)],
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>x * scale[c] + shift[c] with <paramref name="affine"/> [2,C] holding scales, then shifts.</summary>
    public Tensor ChannelAffine(Tensor affine) => Graph.Append(new ChannelAffineOp(), this, affine);

    /// <summary>Batch normalisation of [N,C,...] by fixed statistics (evaluation mode): gamma, beta, mean and variance are [C].</summary>
    public Tensor BatchNormInference(Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float eps = 1e-5f) =>
        AsImages().ChannelAffine(Graph.Append(new BatchNormScaleShiftOp(eps), gamma, beta, mean, variance)).Reshape(Shape);
}
