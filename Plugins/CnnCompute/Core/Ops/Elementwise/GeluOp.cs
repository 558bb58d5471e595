// Gaussian error linear unit.
namespace CnnCompute;

/// <summary>
/// x times the normal distribution function at x (Hendrycks and Gimpel, 2016); <paramref name="Tanh"/> approximates that by a tanh.
/// </summary>
public sealed record GeluOp(bool Tanh) : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/gelu";

    /// <inheritdoc/>
    protected override (int Id, uint Value)[] Constants => [(1, Tanh ? 1u : 0u)];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new GeluGradOp(Tanh), node.Inputs[0], grad)];
}

/// <summary>The gradient of GELU: the distribution function plus x times the density. Inputs x, dy.</summary>
public sealed record GeluGradOp(bool Tanh) : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/gelu_grad";

    /// <inheritdoc/>
    protected override (int Id, uint Value)[] Constants => [(1, Tanh ? 1u : 0u)];

    /// <summary>With phi the normal density phi(x) (2 - x^2); of the approximation x s(u) by the chain rule, u = c (x + k x^3).</summary>
    protected override Tensor? Bend(Tensor v)
    {
        if (!Tanh)
            return (v.Square() * -0.5f).Exp() * (2f - v.Square()) * (float)(1 / Math.Sqrt(2 * Math.PI));
        const float K = 0.044715f;
        var c = (float)(2 * Math.Sqrt(2 / Math.PI));
        // Beyond these the logistic function is 0 or 1, and powers of x would overflow.
        var w = v.Clamp(-20, 20);
        Tensor s = (w * (w.Square() * K + 1f) * c).Sigmoid(), du = (w.Square() * (3 * K) + 1f) * c, ddu = w * (6 * K * c);
        return s * (1 - s) * (du * 2f + w * ((1 - s * 2f) * du.Square() + ddu));
    }
}

public readonly partial record struct Tensor
{
    /// <summary>x times the normal distribution function at x, as torch.nn.functional.gelu; with tanh its approximation.</summary>
    public Tensor Gelu(bool tanh = false) => Graph.Append(new GeluOp(tanh), this);
}
