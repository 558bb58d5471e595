// Vectors around corners: a data set whose answers are known.
namespace CnnCompute.Tests;

/// <summary>Classes of points around centres of their own, a deviation of 1 around each.</summary>
internal static class Clouds
{
    /// <summary><paramref name="count"/> points of each of <paramref name="classes"/> in turn.</summary>
    public static FeatureSet Of(int count, int classes, int length, double apart, ulong seed)
    {
        var (centres, noise) = (new Philox(5, 1), new Philox(seed, 2));
        var values = new float[count * classes * length];
        for (var i = 0; i < values.Length; i++)
        {
            var label = (ulong)(i / length % classes);
            // Twelve uniform numbers add up to nearly a normal one.
            var spread = Enumerable.Range(0, 12).Sum(k => noise.Uniform(((ulong)i * 12) + (ulong)k)) - 6;
            values[i] = (float)(apart * (centres.Uniform((label * 1000) + (ulong)(i % length)) - 0.5) + spread);
        }
        return new FeatureSet("clouds", new Shape(length), values, [.. Enumerable.Range(0, count * classes).Select(i => i % classes)],
            [.. Enumerable.Range(0, classes).Select(c => $"cloud {c}")]);
    }
}
