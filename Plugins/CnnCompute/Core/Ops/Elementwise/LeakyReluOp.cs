// Rectified linear unit that lets a share of negative values through.
namespace CnnCompute;

/// <summary>x where x &gt; 0, else <paramref name="Slope"/> * x.</summary>
public sealed record LeakyReluOp(float Slope) : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/leaky_relu";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Slope];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new LeakyReluGradOp(Slope), Slope >= 0 ? output : node.Inputs[0], grad)];
}

/// <summary>
/// The gradient of a leaky ReLU: dy where v &gt; 0, else slope * dy; v is the input, or the output where the slope keeps its sign. Inputs v, dy.
/// </summary>
public sealed record LeakyReluGradOp(float Slope) : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/leaky_relu_grad";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Slope];

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) => null;
}

public readonly partial record struct Tensor
{
    /// <summary>x where positive, else slope * x, as torch.nn.functional.leaky_relu.</summary>
    public Tensor LeakyRelu(float slope = 0.01f) => Graph.Append(new LeakyReluOp(slope), this);
}
