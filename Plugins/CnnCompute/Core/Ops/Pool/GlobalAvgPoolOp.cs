// The mean of every feature map.
namespace CnnCompute;

/// <summary>[N,C,H,W] to [N,C,1,1]: the mean over all pixels (torch.nn.AdaptiveAvgPool2d(1)).</summary>
public sealed record GlobalAvgPoolOp : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank == 4
        ? new Shape(inputs[0][0], inputs[0][1], 1, 1)
        : throw ShapeException.For(this, inputs, "the input must be [N,C,H,W]");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var x = node.Inputs[0].Shape;
        return [grad.Scale((float)(1.0 / (x[2] * x[3]))).BroadcastTo(x)];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        if (x[2] * x[3] > Threads.MostRounds)
        {
            foreach (var recipe in Reduction.Recipes(x, [0, 1], (float)(1.0 / (x[2] * x[3])), device))
                yield return recipe;
            yield break;
        }
        var wide = x[1] % 8 == 0;
        var blocks = wide ? x[1] / 8 : x[1];
        var step = new Step("Cnn/global_avg_pool", Threads.For(x[0] * blocks), [x[0] * blocks, blocks, x[2] * x[3]], Operand.In(0), Operand.Out())
        {
            Constants = [(0, wide ? 1u : 0u)],
        };
        yield return new Recipe("plain", [step]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>The mean of every feature map: [N,C,H,W] to [N,C,1,1].</summary>
    public Tensor GlobalAvgPool() => Graph.Append(new GlobalAvgPoolOp(), this);
}
