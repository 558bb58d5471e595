// The loss of classification.
namespace CnnCompute;

/// <summary>
/// torch.nn.CrossEntropyLoss with mean reduction: the mean over samples of -log softmax(scores)[label], where with label smoothing e the target
/// gives 1 - e + e/C to the label and e/C to every other class. Samples labelled -1 (padding) count for nothing.
/// </summary>
public sealed class CrossEntropyLoss
{
    private readonly float labelSmoothing;

    /// <summary>A loss with the given smoothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not in [0, 1).</exception>
    public CrossEntropyLoss(float labelSmoothing = 0)
    {
        if (!(labelSmoothing is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "CrossEntropyLoss: label smoothing must be at least 0 and less than 1");
        this.labelSmoothing = labelSmoothing;
    }

    /// <summary>The loss, a scalar, of scores [N,C] (logits) and labels [N].</summary>
    public Tensor Forward(Tensor scores, Tensor labels) => scores.CrossEntropy(labels, labelSmoothing);
}
