// How far two arrays are apart, where not-a-number never hides.
namespace CnnCompute.Tests;

/// <summary>The measure of all comparisons of whole tensors.</summary>
internal static class Difference
{
    /// <summary>max|a-b| / max|b|. What is not finite must be the same in both, otherwise the difference is infinite.</summary>
    public static double Relative(IReadOnlyList<double> actual, IReadOnlyList<double> expected)
    {
        if (actual.Count != expected.Count)
            return double.PositiveInfinity;
        double worst = 0, largest = 0;
        for (var i = 0; i < expected.Count; i++)
        {
            if (!double.IsFinite(expected[i]) || !double.IsFinite(actual[i]))
            {
                if (!expected[i].Equals(actual[i]))
                    return double.PositiveInfinity;
                continue;
            }
            (worst, largest) = (Math.Max(worst, Math.Abs(actual[i] - expected[i])), Math.Max(largest, Math.Abs(expected[i])));
        }
        return worst == 0 ? 0 : worst / largest;
    }

    /// <inheritdoc cref="Relative(IReadOnlyList{double}, IReadOnlyList{double})"/>
    public static double Relative(float[] actual, float[] expected) =>
        Relative(Array.ConvertAll(actual, v => (double)v), Array.ConvertAll(expected, v => (double)v));

    /// <inheritdoc cref="Relative(IReadOnlyList{double}, IReadOnlyList{double})"/>
    public static double Relative(float[] actual, IReadOnlyList<double> expected) => Relative(Array.ConvertAll(actual, v => (double)v), expected);
}
