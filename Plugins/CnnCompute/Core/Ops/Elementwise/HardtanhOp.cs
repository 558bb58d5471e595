// Limits to a range, with a gradient from the result.
namespace CnnCompute;

/// <summary>A clamp to <paramref name="Min"/> to <paramref name="Max"/>.</summary>
public sealed record HardtanhOp(float Min, float Max) : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/hardtanh";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Min, Max];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new HardtanhGradOp(Min, Max), output, grad)];

    /// <inheritdoc/>
    public override Absorption? Absorb(Node node) => new Absorption(EpilogueParts.Clamp, 0, Min: Min, Max: Max);
}

/// <summary>The gradient of a clamp from its output y: dy where y lies between the bounds, else 0. Inputs y, dy.</summary>
public sealed record HardtanhGradOp(float Min, float Max) : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/hardtanh_grad";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Min, Max];

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) => null;
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// min(max(x, min), max), as torch.nn.functional.hardtanh. Unlike that of <see cref="Clamp"/> the gradient is 0 at the bounds, so that it comes
    /// from the result and x need not be kept.
    /// </summary>
    public Tensor Hardtanh(float min = -1, float max = 1) => Graph.Append(new HardtanhOp(min, max), this);

    /// <summary>min(max(x, 0), 6), as torch.nn.functional.relu6.</summary>
    public Tensor Relu6() => Hardtanh(0, 6);
}
