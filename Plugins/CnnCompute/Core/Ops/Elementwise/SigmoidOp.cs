// Logistic function.
namespace CnnCompute;

/// <summary>1 / (1 + exp(-x)).</summary>
public sealed record SigmoidOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/sigmoid";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new SigmoidGradOp(), output, grad)];
}

/// <summary>The gradient of the logistic function from its output y: dy * y * (1 - y). Inputs y, dy.</summary>
public sealed record SigmoidGradOp : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/sigmoid_grad";

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) => 1 - v * 2f;
}

public readonly partial record struct Tensor
{
    /// <summary>1 / (1 + exp(-x)), as torch.sigmoid.</summary>
    public Tensor Sigmoid() => Graph.Append(new SigmoidOp(), this);

    /// <summary>The first half of an axis times the sigmoid of the second, as torch.nn.functional.glu (Dauphin et al., 2016).</summary>
    /// <exception cref="ShapeException">The axis is odd or out of range.</exception>
    public Tensor Glu(int axis = -1)
    {
        var half = Shape[axis] / 2;
        if (Shape[axis] % 2 != 0)
            throw new ShapeException($"Glu of {Shape}: axis {axis} has {Shape[axis]} elements, which do not halve");
        return Slice(axis, 0, half) * Slice(axis, half, half).Sigmoid();
    }
}
