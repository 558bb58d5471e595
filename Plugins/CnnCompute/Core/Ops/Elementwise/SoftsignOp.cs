// Softsign.
namespace CnnCompute;

/// <summary>x / (1 + |x|).</summary>
public sealed record SoftsignOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/softsign";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new SoftsignGradOp(), node.Inputs[0], grad)];
}

/// <summary>The gradient of softsign: dy / (1 + |x|)^2. Inputs x, dy.</summary>
public sealed record SoftsignGradOp : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/softsign_grad";

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) => v.Sign() * -2f * (v.Abs() + 1f).Pow(-3);
}

public readonly partial record struct Tensor
{
    /// <summary>x / (1 + |x|), as torch.nn.functional.softsign.</summary>
    public Tensor Softsign() => Graph.Append(new SoftsignOp(), this);
}
