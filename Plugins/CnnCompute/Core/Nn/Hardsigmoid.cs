// A layer of piecewise logistic functions.
namespace CnnCompute;

/// <summary>torch.nn.Hardsigmoid: relu6(x + 3) / 6, elementwise.</summary>
public sealed class Hardsigmoid : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Hardsigmoid();
}
