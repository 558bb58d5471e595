// How much neighbouring pixels differ.
namespace CnnCompute;

/// <summary>
/// The sum over all of [N,C,H,W] of |right - x| + |below - x| (anisotropic total variation; Rudin, Osher &amp; Fatemi 1992) or,
/// <paramref name="Squared"/>, of the differences' squares; neighbours beyond the border count for nothing.
/// </summary>
public sealed record TotalVariationOp(bool Squared) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0].Rank == 4 ? Shape.Scalar : throw ShapeException.For(this, inputs, "the input must be [N,C,H,W]");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new TotalVariationGradOp(Squared), node.Inputs[0], grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        var rows = ChannelRows.Of(this, x);
        int count = rows.Rows * rows.Blocks, threads = Math.Clamp(count / 64, 1, device.IsCpu ? 1024 : 16384);
        yield return new Recipe("plain",
        [
            new Step("Cnn/total_variation", Threads.For(threads), [count, rows.Blocks, x[3], x[2], threads], Operand.In(0), Operand.Scratch(0))
            {
                Constants = [rows.WideConstant, (1, Squared ? 1u : 0u)],
            },
            new Step("Cnn/sum_parts", Threads.For(1), [1, threads, 1f], Operand.Scratch(0), Operand.Out()),
        ])
        {
            Scratch = [4L * threads],
        };
    }
}

/// <summary>The gradient of <see cref="TotalVariationOp"/>. Inputs x, dy (a scalar).</summary>
public sealed record TotalVariationGradOp(bool Squared) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[1].Count == 1 ? inputs[0] : throw ShapeException.For(this, inputs, "the gradient must be a scalar");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var x = node.Inputs[0];
        var sum = x * 0f;
        foreach (var axis in new[] { 2, 3 })
        {
            var length = x.Shape[axis] - 1;
            if (length == 0)
                continue;
            var d = x.Slice(axis, 1, length) - x.Slice(axis, 0, length);
            var slope = Squared ? d * 2f : d.Sign();
            // A difference belongs to the pixel behind it, and turned to the one before.
            int[] none = [0, 0, 0, 0], one = [0, 0, axis == 2 ? 1 : 0, axis == 3 ? 1 : 0];
            sum = sum + slope.Pad(one, none) - slope.Pad(none, one);
        }
        return sum * node.Inputs[1].Reshape(1, 1, 1, 1);
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Shape;
        var rows = ChannelRows.Of(this, x);
        var count = rows.Rows * rows.Blocks;
        yield return new Recipe("plain",
        [
            new Step("Cnn/total_variation_grad", Threads.For(count), [count, rows.Blocks, x[3], x[2]], Operand.In(0), Operand.In(1), Operand.Out())
            {
                Constants = [rows.WideConstant, (1, Squared ? 1u : 0u)],
            },
        ]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// The total variation of pictures [N,C,H,W], a scalar: absolute differences of neighbours, or squared ones; their sum, or divided by the number
    /// of elements or of samples.
    /// </summary>
    public Tensor TotalVariation(bool squared = false, LossReduction reduction = LossReduction.Sum)
    {
        var sum = Graph.Append(new TotalVariationOp(squared), this);
        return reduction switch
        {
            LossReduction.Sum => sum,
            LossReduction.Mean => sum / Shape.Count,
            LossReduction.BatchMean => sum / Shape[0],
            _ => throw new ArgumentException("TotalVariation: its elements are not kept; there is a sum or a mean only", nameof(reduction)),
        };
    }
}
