// Replaces what does not exceed a threshold.
namespace CnnCompute;

/// <summary>x where x &gt; <paramref name="Limit"/>, else <paramref name="Value"/>.</summary>
public sealed record ThresholdOp(float Limit, float Value) : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/threshold";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Limit, Value];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new ThresholdGradOp(Limit), node.Inputs[0], grad)];
}

/// <summary>The gradient of a threshold: dy where x exceeds it, else 0. Inputs x, dy.</summary>
public sealed record ThresholdGradOp(float Limit) : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/threshold_grad";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Limit];

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) => null;
}

public readonly partial record struct Tensor
{
    /// <summary>x where it exceeds the threshold, else the value, as torch.nn.functional.threshold (with value 0: ONNX ThresholdedRelu).</summary>
    public Tensor Threshold(float threshold, float value = 0) => Graph.Append(new ThresholdOp(threshold, value), this);
}
