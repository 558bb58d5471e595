// Sigmoid-weighted linear unit.
namespace CnnCompute;

/// <summary>x / (1 + exp(-x)) (also called swish).</summary>
public sealed record SiluOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/silu";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new SiluGradOp(), node.Inputs[0], grad)];
}

/// <summary>The gradient of SiLU: dy * (s + x s (1 - s)) with s = sigmoid(x). Inputs x, dy.</summary>
public sealed record SiluGradOp : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/silu_grad";

    /// <summary>With s = sigmoid(x): s (1 - s) (2 + x (1 - 2 s)).</summary>
    protected override Tensor? Bend(Tensor v)
    {
        var s = v.Sigmoid();
        return s * (1 - s) * (v * (1 - s * 2f) + 2f);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>x * sigmoid(x), as torch.nn.functional.silu (swish).</summary>
    public Tensor Silu() => Graph.Append(new SiluOp(), this);
}
