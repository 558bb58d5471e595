// A layer of logistic functions.
namespace CnnCompute;

/// <summary>torch.nn.Sigmoid: 1 / (1 + exp(-x)), elementwise.</summary>
public sealed class Sigmoid : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Sigmoid();
}
