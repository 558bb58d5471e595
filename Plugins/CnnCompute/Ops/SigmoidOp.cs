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
}

public readonly partial record struct Tensor
{
    /// <summary>1 / (1 + exp(-x)), as torch.sigmoid.</summary>
    public Tensor Sigmoid() => Graph.Append(new SigmoidOp(), this);
}
