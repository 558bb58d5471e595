// What an evaluation came to.
namespace CnnCompute;

/// <summary>Measures over a data set, and what was said of every sample.</summary>
public sealed record EvaluationResult
{
    private readonly int[] predictions;
    private readonly float[] confidences;

    internal EvaluationResult(Metrics metrics, int topFive, ConfusionMatrix confusion, int[] predictions, float[] confidences) =>
        (Metrics, TopFive, Confusion, this.predictions, this.confidences) = (metrics, topFive, confusion, predictions, confidences);

    /// <summary>Cross-entropy and hits: sums over the samples.</summary>
    public Metrics Metrics { get; }

    /// <summary>Samples whose label is among the five highest scores.</summary>
    public int TopFive { get; }

    /// <summary>Mean cross-entropy.</summary>
    public double Loss => Metrics.Loss;

    /// <summary>Share of samples whose label has the highest score.</summary>
    public double Accuracy => Metrics.Accuracy;

    /// <summary>Share of samples whose label is among the five highest scores; 1 where there are no more than five classes.</summary>
    public double TopFiveAccuracy => (double)TopFive / Metrics.Count;

    /// <summary>What was taken for what.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>The class predicted for each sample.</summary>
    public IReadOnlyList<int> Predictions => predictions;

    /// <summary>The probability of each sample's predicted class.</summary>
    public IReadOnlyList<float> Confidences => confidences;

    /// <summary>Whether <paramref name="other"/> measured the same.</summary>
    public bool Equals(EvaluationResult? other) => other is not null && Metrics == other.Metrics && TopFive == other.TopFive
        && predictions.AsSpan().SequenceEqual(other.predictions) && confidences.AsSpan().SequenceEqual(other.confidences);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Metrics, TopFive);
}
