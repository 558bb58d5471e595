// Exponential linear unit and its relatives.
namespace CnnCompute;

/// <summary><paramref name="Scale"/> * (x where x &gt; 0, else <paramref name="Alpha"/> * (exp(x * <paramref name="InputScale"/>) - 1)).</summary>
public sealed record EluOp(float Alpha, float Scale, float InputScale) : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/elu";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Alpha, Scale, InputScale];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new EluGradOp(Alpha, Scale, InputScale), node.Inputs[0], grad)];
}

/// <summary>The gradient of the exponential linear units. Inputs x, dy.</summary>
public sealed record EluGradOp(float Alpha, float Scale, float InputScale) : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/elu_grad";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Alpha, Scale, InputScale];

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) =>
        Tensor.Where(v.LessEqual(0), (v.Clamp(max: 0) * InputScale).Exp() * (Scale * Alpha * InputScale * InputScale), v.Graph.Fill(Shape.Scalar, 0));
}

public readonly partial record struct Tensor
{
    /// <summary>x where positive, else alpha * (exp(x) - 1), as torch.nn.functional.elu (Clevert et al., 2015).</summary>
    public Tensor Elu(float alpha = 1) => Graph.Append(new EluOp(alpha, 1, 1), this);

    /// <summary>x where positive, else alpha * (exp(x / alpha) - 1), as torch.nn.functional.celu (Barron, 2017).</summary>
    public Tensor Celu(float alpha = 1) => Graph.Append(new EluOp(alpha, 1, 1 / alpha), this);

    /// <summary>gamma * (x where positive, else alpha * (exp(x) - 1)), as torch.nn.functional.selu (Klambauer et al., 2017).</summary>
    public Tensor Selu(float alpha = 1.6732632423543772f, float gamma = 1.0507009873554805f) => Graph.Append(new EluOp(alpha, gamma, 1), this);
}
