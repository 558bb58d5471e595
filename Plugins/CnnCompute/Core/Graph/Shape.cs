// The dimensions of a tensor in PyTorch's order, and where its elements lie in memory.
using System.Runtime.CompilerServices;

namespace CnnCompute;

/// <summary>
/// Up to <see cref="MaxRank"/> positive dimensions in NCHW order. Rank 4 lies in memory as d0,d2,d3,d1 (channels last);
/// every other rank is row-major. A value with value equality, so op records may hold one.
/// </summary>
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>The most dimensions a tensor may have.</summary>
    public const int MaxRank = 8;

    /// <summary>The most elements a tensor may have: 32-bit indices reach them all.</summary>
    public const long MaxCount = int.MaxValue;

    [InlineArray(MaxRank)]
    private struct Dims
    {
        private int first;
    }

    private readonly Dims dims;

    /// <summary>A shape of the given dimensions; none at all is a scalar.</summary>
    /// <exception cref="ShapeException">More than eight dimensions, one that is not positive, or more than 2^31-1 elements.</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length > MaxRank)
            throw new ShapeException($"A shape of {dimensions.Length} dimensions: at most {MaxRank} are supported");
        long count = 1;
        foreach (var d in dimensions)
        {
            if (d <= 0)
                throw new ShapeException($"Shape [{string.Join(",", dimensions.ToArray())}]: every dimension must be positive");
            if ((count *= d) > MaxCount)
                throw new ShapeException($"Shape [{string.Join(",", dimensions.ToArray())}]: more than {MaxCount} elements");
        }
        Rank = dimensions.Length;
        for (var i = 0; i < Rank; i++)
            dims[i] = dimensions[i];
    }

    /// <summary>The shape of a single number.</summary>
    public static Shape Scalar => default;

    /// <summary>Number of dimensions.</summary>
    public int Rank { get; }

    /// <summary>Dimension <paramref name="axis"/>; negative axes count from the end.</summary>
    public int this[int axis]
    {
        get
        {
            var i = axis < 0 ? axis + Rank : axis;
            if ((uint)i >= (uint)Rank)
                throw new ArgumentOutOfRangeException(nameof(axis), $"Axis {axis} of shape {this}");
            return dims[i];
        }
    }

    /// <summary>Number of elements; 1 for a scalar.</summary>
    public long Count
    {
        get
        {
            long n = 1;
            for (var i = 0; i < Rank; i++)
                n *= dims[i];
            return n;
        }
    }

    /// <summary>Size in memory, 4 bytes an element.</summary>
    public long Bytes => Count * 4;

    /// <summary>The dimensions as a new array.</summary>
    public int[] ToArray() => ((ReadOnlySpan<int>)dims)[..Rank].ToArray();

    /// <summary>The logical axes from the slowest to the fastest in memory: 0,2,3,1 for rank 4, ascending otherwise.</summary>
    public int[] MemoryOrder() => Rank == 4 ? [0, 2, 3, 1] : [.. Enumerable.Range(0, Rank)];

    /// <summary>How many elements apart in memory two neighbours along each logical axis lie.</summary>
    public int[] Strides()
    {
        var strides = new int[Rank];
        var step = 1;
        foreach (var axis in MemoryOrder().Reverse())
        {
            strides[axis] = step;
            step *= dims[axis];
        }
        return strides;
    }

    /// <summary>This shape with dimension <paramref name="axis"/> replaced.</summary>
    public Shape With(int axis, int dimension)
    {
        var d = ToArray();
        d[axis < 0 ? axis + Rank : axis] = dimension;
        return new Shape(d);
    }

    /// <summary>
    /// Whether reading the memory of this shape as <paramref name="other"/> keeps the NCHW order of elements, so that a reshape needs no copy.
    /// </summary>
    public bool SameMemoryOrder(Shape other) => Count == other.Count && RowMajorInMemory && other.RowMajorInMemory;

    /// <summary>Whether memory order equals NCHW order: any rank but 4, or rank 4 with one channel or one pixel.</summary>
    public bool RowMajorInMemory => Rank != 4 || dims[1] == 1 || (dims[2] == 1 && dims[3] == 1);

    /// <summary>Reorders NCHW values into memory order (a copy; the same order when they agree).</summary>
    public T[] ToMemory<T>(ReadOnlySpan<T> values) => Permute(values, toMemory: true);

    /// <summary>Reorders values read from memory into NCHW order.</summary>
    public T[] FromMemory<T>(ReadOnlySpan<T> memory) => Permute(memory, toMemory: false);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Rank == other.Rank && ((ReadOnlySpan<int>)dims)[..Rank].SequenceEqual(((ReadOnlySpan<int>)other.dims)[..Rank]);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Rank);
        for (var i = 0; i < Rank; i++)
            hash.Add(dims[i]);
        return hash.ToHashCode();
    }

    /// <summary>As PyTorch prints sizes: <c>[1,3,224,224]</c>.</summary>
    public override string ToString() => $"[{string.Join(",", ToArray())}]";

    /// <summary>Same dimensions.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Different dimensions.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    private T[] Permute<T>(ReadOnlySpan<T> source, bool toMemory)
    {
        if (source.Length != Count)
            throw new ShapeException($"{source.Length} values for shape {this}, which has {Count}");
        if (RowMajorInMemory)
            return source.ToArray();
        var result = new T[source.Length];
        int n = dims[0], c = dims[1], pixels = dims[2] * dims[3];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < c; j++)
            {
                for (var p = 0; p < pixels; p++)
                {
                    int logical = ((i * c) + j) * pixels + p, memory = ((i * pixels) + p) * c + j;
                    if (toMemory)
                        result[memory] = source[logical];
                    else
                        result[logical] = source[memory];
                }
            }
        }
        return result;
    }
}
