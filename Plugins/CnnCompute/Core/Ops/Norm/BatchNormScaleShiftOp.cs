// Inference batch-norm folded to a scale and a shift per channel.
namespace CnnCompute;

/// <summary>
/// [2,C]: scale = gamma / sqrt(variance + eps), shift = beta - mean * scale. Inputs gamma, beta, mean, variance, each [C]; computed on the
/// device from the live parameters, so that a running network follows its training.
/// </summary>
public sealed record BatchNormScaleShiftOp(float Eps) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        foreach (var s in inputs)
        {
            if (s.Rank != 1 || s != inputs[0])
                throw ShapeException.For(this, inputs, "gamma, beta, mean and variance must all be [C]");
        }
        return new Shape(2, inputs[0][0]);
    }

    /// <summary>
    /// For gamma and beta; the statistics are constants here. With gamma = 1, beta = 0 the op itself gives 1/sqrt(var + eps) and -mean/sqrt(var +
    /// eps).
    /// </summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var channels = node.Inputs[0].Shape;
        var graph = grad.Graph;
        var unit = graph.Append(new BatchNormScaleShiftOp(Eps), graph.Fill(channels, 1), graph.Fill(channels, 0), node.Inputs[2], node.Inputs[3]);
        return [(grad * unit).Sum([0]), grad.Slice(0, 1, 1).Reshape(channels), null, null];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Launch(node.Shape[1], Eps, Operand.In(0), Operand.In(1), Operand.In(2), Operand.In(3), 0, Operand.Out())]);
    }

    /// <summary>
    /// The step; <paramref name="offset"/> is where in the operand <paramref name="variance"/> the variances begin (C in packed statistics).
    /// </summary>
    internal static Step Launch(int channels, float eps, Operand gamma, Operand beta, Operand mean, Operand variance, int offset, Operand result) =>
        new("Cnn/batch_norm_scale_shift", Threads.For(channels), [channels, offset, eps], gamma, beta, mean, variance, result);
}
