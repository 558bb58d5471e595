// Mish.
namespace CnnCompute;

/// <summary>x tanh(log(1 + exp(x))) (Misra, 2019).</summary>
public sealed record MishOp : UnaryOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/mish";

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new MishGradOp(), node.Inputs[0], grad)];
}

/// <summary>The gradient of Mish: dy * (t + x (1 - t^2) sigmoid(x)) with t = tanh(log(1 + exp(x))). Inputs x, dy.</summary>
public sealed record MishGradOp : UnaryGradOp
{
    /// <inheritdoc/>
    protected override string Shader => "Cnn/mish_grad";

    /// <summary>With t = tanh(softplus(x)) and s = sigmoid(x): (1 - t^2) s (2 + x (1 - s - 2 t s)).</summary>
    protected override Tensor? Bend(Tensor v)
    {
        Tensor t = v.Softplus().Tanh(), s = v.Sigmoid();
        return (1 - t.Square()) * s * (v * (1 - s - t * s * 2f) + 2f);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>x tanh(softplus(x)), as torch.nn.functional.mish.</summary>
    public Tensor Mish() => Graph.Append(new MishOp(), this);
}
