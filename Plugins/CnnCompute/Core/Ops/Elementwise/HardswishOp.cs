// Piecewise swish.
namespace CnnCompute;

/// <summary>x * min(max(x + 3, 0), 6) / 6 (Howard et al., 2019).</summary>
public sealed record HardswishOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/hardswish";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new HardswishGradOp(), node.Inputs[0], grad)];
}

/// <summary>The gradient of hardswish: dy * (x / 3 + 1/2) between -3 and 3, 0 below and dy above. Inputs x, dy.</summary>
public sealed record HardswishGradOp : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/hardswish_grad";

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) => v.Abs().Less(3).Cast(DType.F32) / 3;
}

public readonly partial record struct Tensor
{
    /// <summary>x * relu6(x + 3) / 6, as torch.nn.functional.hardswish.</summary>
    public Tensor Hardswish() => Graph.Append(new HardswishOp(), this);
}
