// NCHW values to memory order and back, without allocating.
namespace CnnCompute;

/// <summary>Reorders between NCHW and channels-last for rank 4 (other shapes lie row by row already).</summary>
internal static class MemoryOrder
{
    /// <summary>Writes NCHW values into <paramref name="memory"/>, which it returns.</summary>
    public static ReadOnlySpan<T> To<T>(Shape shape, ReadOnlySpan<T> values, Span<T> memory)
    {
        int n = shape[0], c = shape[1], pixels = shape[2] * shape[3];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < c; j++)
            {
                var plane = values.Slice((i * c + j) * pixels, pixels);
                for (int p = 0, at = i * pixels * c + j; p < pixels; p++, at += c)
                    memory[at] = plane[p];
            }
        }
        return memory;
    }

    /// <summary>Writes values that lie in memory order into <paramref name="values"/> in NCHW order.</summary>
    public static void From<T>(Shape shape, ReadOnlySpan<T> memory, Span<T> values)
    {
        int n = shape[0], c = shape[1], pixels = shape[2] * shape[3];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < c; j++)
            {
                var plane = values.Slice((i * c + j) * pixels, pixels);
                for (int p = 0, at = i * pixels * c + j; p < pixels; p++, at += c)
                    plane[p] = memory[at];
            }
        }
    }
}
