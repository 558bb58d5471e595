// Piecewise logistic function.
namespace CnnCompute;

/// <summary>min(max(<paramref name="Alpha"/> * x + <paramref name="Beta"/>, 0), 1).</summary>
public sealed record HardsigmoidOp(float Alpha, float Beta) : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/hardsigmoid";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Alpha, Beta];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new HardsigmoidGradOp(Alpha), output, grad)];
}

/// <summary>The gradient of the piecewise logistic function from its output y: alpha * dy where 0 &lt; y &lt; 1, else 0. Inputs y, dy.</summary>
public sealed record HardsigmoidGradOp(float Alpha) : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/hardsigmoid_grad";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Alpha];

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) => null;
}

public readonly partial record struct Tensor
{
    /// <summary>min(max(alpha * x + beta, 0), 1), by default as torch.nn.functional.hardsigmoid (ONNX's default alpha is 0.2).</summary>
    public Tensor Hardsigmoid(float alpha = 1f / 6, float beta = 0.5f) => Graph.Append(new HardsigmoidOp(alpha, beta), this);
}
