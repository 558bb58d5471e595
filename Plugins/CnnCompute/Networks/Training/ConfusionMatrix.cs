// Counts of what was taken for what.
namespace CnnCompute;

/// <summary>
/// How often each class was predicted for samples of each class, and what follows from it (as scikit-learn's classification_report; a ratio without
/// samples is 0).
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly long[] counts;

    /// <summary>Counts for so many classes, all zero.</summary>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        (Classes, counts) = (classes, new long[classes * classes]);
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>Samples counted.</summary>
    public long Count { get; private set; }

    /// <summary>Samples of class <paramref name="label"/> that were taken for <paramref name="prediction"/>.</summary>
    public long this[int label, int prediction] => counts[(label * Classes) + prediction];

    /// <summary>Counts a sample.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A class that there is not.</exception>
    public void Add(int label, int prediction)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)Classes, nameof(label));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)prediction, (uint)Classes, nameof(prediction));
        counts[(label * Classes) + prediction]++;
        Count++;
    }

    /// <summary>Samples of a class.</summary>
    public long Support(int label) => Sum(i => this[label, i]);

    /// <summary>Share of a class's samples that were recognised.</summary>
    public double Recall(int label) => Ratio(this[label, label], Support(label));

    /// <summary>Share of what was taken for a class that belongs to it.</summary>
    public double Precision(int prediction) => Ratio(this[prediction, prediction], Sum(i => this[i, prediction]));

    /// <summary>Harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>.</summary>
    public double F1(int label) => Ratio(2 * this[label, label], Support(label) + Sum(i => this[i, label]));

    /// <summary>Share of all samples that were recognised.</summary>
    public double Accuracy => Ratio(Sum(i => this[i, i]), Count);

    /// <summary>Mean of the classes' <see cref="Precision"/>, each counting the same.</summary>
    public double MacroPrecision => Mean(Precision);

    /// <summary>Mean of the classes' <see cref="Recall"/>: the balanced accuracy.</summary>
    public double MacroRecall => Mean(Recall);

    /// <summary>Mean of the classes' <see cref="F1"/>.</summary>
    public double MacroF1 => Mean(F1);

    private long Sum(Func<int, long> of)
    {
        var sum = 0L;
        for (var i = 0; i < Classes; i++)
            sum += of(i);
        return sum;
    }

    private double Mean(Func<int, double> of)
    {
        var sum = 0.0;
        for (var i = 0; i < Classes; i++)
            sum += of(i);
        return sum / Classes;
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
