// Searches a good learning rate: the loss over rising rates.
namespace CnnCompute;

/// <summary>
/// The mathematics of the learning-rate range test (Smith, "Cyclical Learning Rates for Training Neural Networks", 2017; fastai's lr_find): the rate
/// of each step is a constant times the one before, losses are smoothed exponentially, and the sweep ends when they diverge. Whoever trains asks for
/// <see cref="RateAt"/>, and tells each step's loss to <see cref="Add"/>.
/// </summary>
public sealed class LrFinder
{
    // fastai passes over as many points at the beginning, where the smoothed loss means little.
    private const int FewestPoints = 10;

    private readonly List<LrPoint> points = [];
    private readonly double smoothing;
    private readonly double divergence;
    private double average, weight, best = double.PositiveInfinity;

    /// <summary>A sweep of <paramref name="steps"/> steps.</summary>
    /// <param name="lowest">The first rate.</param>
    /// <param name="highest">The last one.</param>
    /// <param name="steps">Steps, more than ten.</param>
    /// <param name="smoothing">How much of the average is kept at each loss.</param>
    /// <param name="divergence">The sweep ends where the smoothed loss is this many times the best.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public LrFinder(double lowest = 1e-7, double highest = 10, int steps = 100, double smoothing = 0.95, double divergence = 4)
    {
        if (!(lowest > 0 && highest > lowest && double.IsFinite(highest) && steps > FewestPoints && smoothing is >= 0 and < 1 && divergence > 1))
        {
            throw new ArgumentException($"LrFinder: rates from {lowest} to {highest} must be positive and rise, {steps} steps more than "
                + $"{FewestPoints}, the smoothing {smoothing} in [0, 1), the divergence {divergence} above 1");
        }
        (Lowest, Highest, Steps, this.smoothing, this.divergence) = (lowest, highest, steps, smoothing, divergence);
    }

    /// <summary>The first rate.</summary>
    public double Lowest { get; }

    /// <summary>The last rate.</summary>
    public double Highest { get; }

    /// <summary>Steps of the whole sweep.</summary>
    public int Steps { get; }

    /// <summary>Whether the sweep ended early, as losses grew without bound or were no numbers.</summary>
    public bool Diverged { get; private set; }

    /// <summary>What was measured, by rising rate.</summary>
    public IReadOnlyList<LrPoint> Points => points;

    /// <summary>The rate of step <paramref name="step"/>, from 0 to <see cref="Steps"/> - 1.</summary>
    public float RateAt(int step) => (float)(Lowest * Math.Pow(Highest / Lowest, step / (Steps - 1.0)));

    /// <summary>Takes the loss of the next step; gives whether there is another one.</summary>
    /// <exception cref="InvalidOperationException">The sweep is over.</exception>
    public bool Add(double loss)
    {
        if (Diverged || points.Count == Steps)
            throw new InvalidOperationException($"LrFinder: the sweep ended after {points.Count} of {Steps} steps");
        average = (smoothing * average) + ((1 - smoothing) * loss);
        weight = (smoothing * weight) + 1 - smoothing;
        // Divided by the sum of the weights, so that the first averages do not lean to 0.
        var smoothed = average / weight;
        if (!double.IsFinite(smoothed) || (points.Count > 0 && smoothed > divergence * best))
        {
            Diverged = true;
            return false;
        }
        best = Math.Min(best, smoothed);
        points.Add(new LrPoint(RateAt(points.Count), loss, smoothed));
        return points.Count < Steps;
    }

    /// <summary>What the curve says; null where it has too few points or never falls.</summary>
    public LrSuggestion? Suggest()
    {
        if (points.Count <= FewestPoints)
            return null;
        var lowest = Enumerable.Range(0, points.Count).MinBy(i => points[i].Smoothed);
        var (steepest, slope) = (-1, 0.0);
        for (var i = Math.Min(FewestPoints, points.Count / 4); i < lowest; i++)
        {
            // Rates are even in their logarithms, so differences of losses are slopes over those.
            var change = points[i + 1].Smoothed - points[i - 1].Smoothed;
            if (change < slope)
                (steepest, slope) = (i, change);
        }
        return steepest < 0 ? null : new LrSuggestion(points[steepest].Rate, points[lowest].Rate);
    }
}

/// <summary>One step of the sweep.</summary>
/// <param name="Rate">Its rate.</param>
/// <param name="Loss">Its loss.</param>
/// <param name="Smoothed">The average of the losses so far that favours the last ones.</param>
public readonly record struct LrPoint(float Rate, double Loss, double Smoothed);

/// <summary>What a sweep suggests.</summary>
/// <param name="Steepest">The rate at which the loss falls fastest.</param>
/// <param name="Lowest">The rate of the lowest loss: too high to begin with.</param>
public sealed record LrSuggestion(float Steepest, float Lowest)
{
    /// <summary>A tenth of the rate of the lowest loss.</summary>
    public float TenthOfLowest => Lowest / 10;
}
