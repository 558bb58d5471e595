// Test for infinity.
namespace CnnCompute;

/// <summary>Whether x is infinite; only of the signs asked for.</summary>
public sealed record IsInfOp(bool Negative, bool Positive) : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/is_inf";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Negative, Positive];

    /// <inheritdoc/>
    protected override bool GivesTruth => true;

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];
}

public readonly partial record struct Tensor
{
    /// <summary>Whether each element is infinite, as torch.isinf (ONNX: of the wanted signs).</summary>
    public Tensor IsInf(bool negative = true, bool positive = true) => Graph.Append(new IsInfOp(negative, positive), this);
}
