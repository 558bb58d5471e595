// Hyperbolic tangent.
namespace CnnCompute;

/// <summary>(exp(x) - exp(-x)) / (exp(x) + exp(-x)).</summary>
public sealed record TanhOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/tanh";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new TanhGradOp(), output, grad)];
}

/// <summary>The gradient of the hyperbolic tangent from its output y: dy * (1 - y^2). Inputs y, dy.</summary>
public sealed record TanhGradOp : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/tanh_grad";

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) => v * -2f;
}

public readonly partial record struct Tensor
{
    /// <summary>The hyperbolic tangent, as torch.tanh.</summary>
    public Tensor Tanh() => Graph.Append(new TanhOp(), this);
}
