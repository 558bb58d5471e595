// Draws values towards zero.
namespace CnnCompute;

/// <summary>x + <paramref name="Bias"/> below -<paramref name="Limit"/>, x - Bias above Limit, 0 in between.</summary>
public sealed record ShrinkOp(float Limit, float Bias) : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/shrink";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Limit, Bias];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new ShrinkGradOp(Limit), node.Inputs[0], grad)];
}

/// <summary>The gradient of a shrinkage: dy where x lies outside -limit to limit, else 0. Inputs x, dy.</summary>
public sealed record ShrinkGradOp(float Limit) : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/shrink_grad";

    /// <inheritdoc/>
    protected override PushWord[] Parameters => [Limit];

    /// <inheritdoc/>
    protected override Tensor? Bend(Tensor v) => null;
}

public readonly partial record struct Tensor
{
    /// <summary>x + bias below -lambda, x - bias above lambda, 0 in between (ONNX Shrink).</summary>
    public Tensor Shrink(float lambda = 0.5f, float bias = 0) => Graph.Append(new ShrinkOp(lambda, bias), this);

    /// <summary>x where |x| exceeds lambda, else 0, as torch.nn.functional.hardshrink.</summary>
    public Tensor Hardshrink(float lambda = 0.5f) => Shrink(lambda);

    /// <summary>x drawn towards 0 by lambda, 0 where |x| is less, as torch.nn.functional.softshrink.</summary>
    public Tensor Softshrink(float lambda = 0.5f) => Shrink(lambda, lambda);
}
