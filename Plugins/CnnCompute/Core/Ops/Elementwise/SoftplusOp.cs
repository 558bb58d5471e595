// Smooth ReLU.
namespace CnnCompute;

/// <summary>log(1 + exp(<paramref name="Beta"/> x)) / Beta, and x itself where Beta * x exceeds <paramref name="Threshold"/>.</summary>
public sealed record SoftplusOp(float Beta, float Threshold) : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/softplus";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Beta, Threshold];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new SoftplusGradOp(Beta, Threshold), node.Inputs[0], grad)];
}

/// <summary>The gradient of softplus: dy * sigmoid(beta x), dy itself beyond the threshold. Inputs x, dy.</summary>
public sealed record SoftplusGradOp(float Beta, float Threshold) : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/softplus_grad";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Beta, Threshold];

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) =>
        Tensor.Where((v * Beta).Greater(Threshold), v.Graph.Fill(Shape.Scalar, 0), (v * Beta).Sigmoid() * (1 - (v * Beta).Sigmoid()) * Beta);
}

public readonly partial record struct Tensor
{
    /// <summary>log(1 + exp(beta * x)) / beta, as torch.nn.functional.softplus; x itself where beta * x exceeds the threshold.</summary>
    public Tensor Softplus(float beta = 1, float threshold = 20) => Graph.Append(new SoftplusOp(beta, threshold), this);
}
