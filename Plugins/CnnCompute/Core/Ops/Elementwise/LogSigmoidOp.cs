// Logarithm of the logistic function.
namespace CnnCompute;

/// <summary>log(1 / (1 + exp(-x))).</summary>
public sealed record LogSigmoidOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/log_sigmoid";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new LogSigmoidGradOp(), node.Inputs[0], grad)];
}

/// <summary>The gradient of the logarithm of the logistic function: dy * sigmoid(-x). Inputs x, dy.</summary>
public sealed record LogSigmoidGradOp : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/log_sigmoid_grad";

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) => v.Sigmoid() * (v.Sigmoid() - 1);
}

public readonly partial record struct Tensor
{
    /// <summary>log(sigmoid(x)), as torch.nn.functional.logsigmoid.</summary>
    public Tensor LogSigmoid() => Graph.Append(new LogSigmoidOp(), this);
}
