// What is known of a value for every input, without running anything.
namespace CnnCompute;

/// <summary>
/// Elements along a line that always add up to the same: for each place where the line begins, those <paramref name="Stride"/> apart in NCHW order.
/// Reshaping changes neither number.
/// </summary>
/// <param name="Count">Elements of a line.</param>
/// <param name="Stride">How far apart they are.</param>
/// <param name="Total">Their sum.</param>
/// <param name="IsMost">Whether the sum may also be less, as some elements were left out.</param>
internal readonly record struct LineSum(long Count, long Stride, double Total, bool IsMost = false)
{
    /// <summary>The line along one axis of a shape.</summary>
    public static LineSum Along(Shape shape, int axis, double total) => new(shape[axis], StrideOf(shape, axis), total);

    /// <summary>The axis of a shape along which this line lies; -1 where there is none.</summary>
    public int Axis(Shape shape)
    {
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == Count && Count > 1 && StrideOf(shape, axis) == Stride)
                return axis;
        }
        return -1;
    }

    private static long StrideOf(Shape shape, int axis)
    {
        long stride = 1;
        for (var i = axis + 1; i < shape.Rank; i++)
            stride *= shape[i];
        return stride;
    }
}

/// <summary>Bounds of all elements, and sums that never change.</summary>
/// <param name="Least">No element is smaller.</param>
/// <param name="Most">No element is larger.</param>
internal readonly record struct ValueFacts(double Least, double Most)
{
    // How much of a range clipping may take away at its ends, as 1e-7 against the logarithm of zero does.
    private const double Negligible = 0.01;

    // Rounded to so many steps a range is still what it was.
    private const double Steps = 100;

    /// <summary>Nothing is known.</summary>
    public static ValueFacts Unknown => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>A line of elements whose sum is always the same.</summary>
    public LineSum? Sum { get; init; }

    /// <summary>A line of elements whose exponentials always have the same sum.</summary>
    public LineSum? LogSum { get; init; }

    /// <summary>Whether anything is known.</summary>
    public bool IsKnown => this != Unknown;

    /// <summary>Whether both bounds are.</summary>
    public bool IsBounded => double.IsFinite(Least) && double.IsFinite(Most);

    /// <summary>The same bounds, no sums.</summary>
    public ValueFacts Range => new(Least, Most);

    /// <summary>x * factor + shift.</summary>
    public ValueFacts Scaled(double factor, double shift)
    {
        double a = Times(Least, factor) + shift, b = Times(Most, factor) + shift;
        return new ValueFacts(Math.Min(a, b), Math.Max(a, b))
        {
            Sum = Sum is { IsMost: false } s ? s with { Total = (s.Total * factor) + (s.Count * shift) }
                : Sum is { } most && shift == 0 && factor > 0 ? most with { Total = most.Total * factor }
                : null,
            LogSum = factor == 1 && LogSum is { } log ? log with { Total = log.Total * Math.Exp(shift) } : null,
        };
    }

    /// <summary>Clamped; what is cut off at the ends of the range only is no change of a sum.</summary>
    public ValueFacts Clamped(double least, double most)
    {
        var slack = IsBounded ? (Most - Least) * Negligible : 0;
        var isHarmless = least <= Least + slack && most >= Most - slack;
        return new ValueFacts(Math.Clamp(Least, least, most), Math.Clamp(Most, least, most))
        {
            Sum = isHarmless ? Sum : null,
            LogSum = isHarmless ? LogSum : null,
        };
    }

    /// <summary>Rounded to whole numbers.</summary>
    public ValueFacts Rounded() =>
        new(Math.Floor(Least), Math.Ceiling(Most)) { Sum = IsBounded && Most - Least >= Steps ? Sum : null };

    /// <summary>By a function that never falls; sums are lost.</summary>
    public ValueFacts Through(Func<double, double> rising) => new(rising(Least), rising(Most));

    /// <summary>What is true of elements of either.</summary>
    public ValueFacts Or(ValueFacts other) => new(Math.Min(Least, other.Least), Math.Max(Most, other.Most));

    /// <summary>A product in which zero times anything is zero.</summary>
    public static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;
}
