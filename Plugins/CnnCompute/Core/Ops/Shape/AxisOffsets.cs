// A signed number for each axis of a tensor.
using System.Runtime.CompilerServices;

namespace CnnCompute;

/// <summary>
/// Up to <see cref="Shape.MaxRank"/> integers of any sign, one for each axis; a value with value equality, so op records may hold one.
/// </summary>
public readonly struct AxisOffsets : IEquatable<AxisOffsets>
{
    [InlineArray(Shape.MaxRank)]
    private struct Values
    {
        private int first;
    }

    private readonly Values values;

    /// <summary>The numbers in order of the axes; axes beyond have 0.</summary>
    public AxisOffsets(ReadOnlySpan<int> offsets)
    {
        if (offsets.Length > Shape.MaxRank)
            throw new ShapeException($"{offsets.Length} numbers for axes: at most {Shape.MaxRank} are supported");
        for (var i = 0; i < offsets.Length; i++)
            values[i] = offsets[i];
    }

    /// <summary>The number of axis <paramref name="axis"/>.</summary>
    public int this[int axis] => values[axis];

    /// <summary>The numbers of the first <paramref name="rank"/> axes.</summary>
    public int[] ToArray(int rank) => ((ReadOnlySpan<int>)values)[..rank].ToArray();

    /// <inheritdoc/>
    public bool Equals(AxisOffsets other) => ((ReadOnlySpan<int>)values).SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AxisOffsets other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var v in (ReadOnlySpan<int>)values)
            hash.Add(v);
        return hash.ToHashCode();
    }

    /// <summary>As in a list.</summary>
    public override string ToString() => $"[{string.Join(",", ToArray(Shape.MaxRank))}]";

    /// <summary>Same numbers.</summary>
    public static bool operator ==(AxisOffsets a, AxisOffsets b) => a.Equals(b);

    /// <summary>Different numbers.</summary>
    public static bool operator !=(AxisOffsets a, AxisOffsets b) => !a.Equals(b);
}
