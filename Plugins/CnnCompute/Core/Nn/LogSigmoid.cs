// A layer of logarithms of logistic functions.
namespace CnnCompute;

/// <summary>torch.nn.LogSigmoid: log(sigmoid(x)), elementwise.</summary>
public sealed class LogSigmoid : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LogSigmoid();
}
