// Limits to a range.
namespace CnnCompute;

/// <summary>min(max(x, <paramref name="Min"/>), <paramref name="Max"/>); an infinite bound is none.</summary>
public sealed record ClampOp(float Min, float Max) : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/clamp";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Min, Max];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new ClampGradOp(Min, Max), node.Inputs[0], grad)];

    /// <inheritdoc/>
    public override Absorption? Absorb(Node node) => new Absorption(EpilogueParts.Clamp, 0, Min: Min, Max: Max);
}

/// <summary>The gradient of a clamp: dy where x lies in the range, bounds included, else 0. Inputs x, dy.</summary>
public sealed record ClampGradOp(float Min, float Max) : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/clamp_grad";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Min, Max];

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) => null;
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// min(max(x, min), max), as torch.clamp; a bound that is left out does not limit. The gradient is dy within the range, bounds included.
    /// </summary>
    public Tensor Clamp(float min = float.NegativeInfinity, float max = float.PositiveInfinity) =>
        float.IsNegativeInfinity(min) && float.IsPositiveInfinity(max) ? this : Graph.Append(new ClampOp(min, max), this);
}
