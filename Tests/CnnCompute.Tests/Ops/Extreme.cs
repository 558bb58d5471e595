// Maxima and minima of the references: NaN is beyond every number, as in PyTorch, where LINQ's Max passes it over.
namespace CnnCompute.Tests;

/// <summary>What is largest, smallest and chosen among numbers of which some may be NaN.</summary>
internal static class Extreme
{
    /// <summary>The largest; NaN where one is; minus infinity of none.</summary>
    public static double Largest(IEnumerable<double> values) => values.Aggregate(double.NegativeInfinity, Math.Max);

    /// <summary>The smallest; NaN where one is; infinity of none.</summary>
    public static double Smallest(IEnumerable<double> values) => values.Aggregate(double.PositiveInfinity, Math.Min);

    /// <summary>The element whose value a reduction chooses: the first of the largest, or the first NaN.</summary>
    public static T First<T>(IEnumerable<T> elements, Func<T, double> value)
    {
        var all = elements.ToArray();
        var top = Largest(all.Select(value));
        return all.First(e => value(e).Equals(top));
    }

    /// <summary>The element whose value a pool chooses: the first of the largest, or the last NaN.</summary>
    public static T Winner<T>(IEnumerable<T> elements, Func<T, double> value)
    {
        var (best, top, found) = (default(T), 0.0, false);
        foreach (var element in elements)
        {
            var v = value(element);
            if (!found || v > top || double.IsNaN(v))
                (best, top, found) = (element, v, true);
        }
        return found ? best! : throw new InvalidOperationException("of no elements none wins");
    }
}
