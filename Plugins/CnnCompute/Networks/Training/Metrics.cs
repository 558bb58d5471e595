// What training and evaluation measure.
namespace CnnCompute;

/// <summary>Sums over samples, so that batches of any size add up to exact means.</summary>
/// <param name="LossSum">Sum of the samples' losses.</param>
/// <param name="Correct">Samples whose largest score is their label's.</param>
/// <param name="Count">Samples counted; padding is none.</param>
public readonly record struct Metrics(double LossSum, int Correct, int Count)
{
    /// <summary>Mean loss of a sample; NaN before the first.</summary>
    public double Loss => LossSum / Count;

    /// <summary>Fraction of correct predictions, 0 to 1; NaN before the first.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>Both together.</summary>
    public static Metrics operator +(Metrics a, Metrics b) => new(a.LossSum + b.LossSum, a.Correct + b.Correct, a.Count + b.Count);
}
