// Natural logarithm.
namespace CnnCompute;

/// <summary>The natural logarithm; minus infinity at 0, NaN below.</summary>
public sealed record LogOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/log";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad / node.Inputs[0]];
}

public readonly partial record struct Tensor
{
    /// <summary>The natural logarithm, as torch.log.</summary>
    public Tensor Log() => Graph.Append(new LogOp(), this);
}
