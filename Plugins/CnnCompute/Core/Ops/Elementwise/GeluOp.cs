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
}

public readonly partial record struct Tensor
{
    /// <summary>x times the normal distribution function at x, as torch.nn.functional.gelu; with tanh its approximation.</summary>
    public Tensor Gelu(bool tanh = false) => Graph.Append(new GeluOp(tanh), this);
}
