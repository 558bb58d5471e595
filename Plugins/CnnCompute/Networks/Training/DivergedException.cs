// A loss that is no longer a number.
namespace CnnCompute;

/// <summary>The loss of a step is not finite.</summary>
/// <param name="step">The step, from 0.</param>
/// <param name="loss">What it is.</param>
/// <param name="advice">The end of the sentence.</param>
public sealed class DivergedException(long step, float loss, string advice)
    : InvalidOperationException($"The loss of step {step:N0} is {loss}: training diverged; {advice}")
{
    /// <summary>The step, from 0.</summary>
    public long Step => step;

    /// <summary>What the loss is.</summary>
    public float Loss => loss;
}
