// A layer of max pooling over windows placed at random.
namespace CnnCompute;

/// <summary>
/// torch.nn.FractionalMaxPool2d: [N,C,H,W] to an output size; where windows lie is drawn anew for every run from the graph's value
/// <see cref="Dropout.KeyName"/>, I32 [2]: the seed and the step.
/// </summary>
public sealed class FractionalMaxPool2d(Pair kernelSize, Pair outputSize) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.FractionalMaxPool2d(kernelSize, outputSize, x.FractionalSamples(RandomLayer.Key(x.Graph)));
}
