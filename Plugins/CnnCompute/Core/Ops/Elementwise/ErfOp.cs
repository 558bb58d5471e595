// Gauss error function.
namespace CnnCompute;

/// <summary>2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.</summary>
public sealed record ErfOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/erf";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad * (-node.Inputs[0].Square()).Exp() * (float)(2 / Math.Sqrt(Math.PI))];
}

public readonly partial record struct Tensor
{
    /// <summary>The error function, as torch.erf.</summary>
    public Tensor Erf() => Graph.Append(new ErfOp(), this);
}
