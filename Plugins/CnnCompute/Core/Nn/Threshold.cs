// A layer of thresholds.
namespace CnnCompute;

/// <summary>torch.nn.Threshold: x where it exceeds the threshold, else the value.</summary>
public sealed class Threshold(float threshold, float value) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Threshold(threshold, value);
}
