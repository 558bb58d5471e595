// A training that no longer computes with numbers.
namespace CnnCompute;

/// <summary>The loss of a step is not finite, or the gradients of many steps in a row are not.</summary>
public sealed class DivergedException : InvalidOperationException
{
    /// <summary>The loss of a step is not finite.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="loss">What it is.</param>
    /// <param name="advice">The end of the sentence.</param>
    public DivergedException(long step, float loss, string advice) : this($"The loss of step {step:N0} is {loss}", step, loss, advice)
    {
    }

    /// <summary>Anything else that is no number.</summary>
    /// <param name="what">The beginning of the sentence.</param>
    /// <param name="step">The newest step, from 0.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="advice">The end of the sentence.</param>
    public DivergedException(string what, long step, float loss, string advice) : base($"{what}: training diverged; {advice}") =>
        (What, Step, Loss) = (what, step, loss);

    /// <summary>What is no number.</summary>
    public string What { get; }

    /// <summary>The step, from 0.</summary>
    public long Step { get; }

    /// <summary>Its loss.</summary>
    public float Loss { get; }
}
