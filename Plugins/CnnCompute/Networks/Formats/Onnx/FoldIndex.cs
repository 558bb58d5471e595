// Walks of small arrays that operators are folded with.
namespace CnnCompute;

/// <summary>Index arithmetic over row-major arrays on the CPU.</summary>
internal static class FoldIndex
{
    /// <summary>Number of elements; more than an array computed at import may have are refused.</summary>
    /// <exception cref="ShapeException">Too many.</exception>
    public static int Count(IEnumerable<int> dims)
    {
        var count = dims.Aggregate(1L, (n, d) => Math.Min(n * d, int.MaxValue));
        return count <= OnnxImport.MostFolded
            ? (int)count
            : throw new ShapeException($"[{string.Join(",", dims)}] is too large to be computed at import");
    }

    /// <summary>How many elements apart neighbours along each axis lie.</summary>
    public static int[] Strides(int[] dims)
    {
        var strides = new int[dims.Length];
        for (int i = dims.Length - 1, step = 1; i >= 0; step *= dims[i--])
            strides[i] = step;
        return strides;
    }

    /// <summary>The common shape of arrays that broadcast (NumPy's rule).</summary>
    /// <exception cref="ShapeException">They do not.</exception>
    public static int[] Broadcast(params int[][] shapes)
    {
        var dims = new int[shapes.Max(s => s.Length)];
        for (var i = 1; i <= dims.Length; i++)
        {
            int[] sizes = [.. shapes.Where(s => s.Length >= i).Select(s => s[^i]).Where(d => d != 1).Distinct()];
            dims[^i] = sizes.Length switch
            {
                0 => 1,
                1 => sizes[0],
                _ => throw new ShapeException($"{string.Join(" and ", shapes.Select(s => $"[{string.Join(",", s)}]"))} do not broadcast"),
            };
        }
        return dims;
    }

    /// <summary>
    /// For every element of an array of <paramref name="dims"/>, row-major, the sum of start and its indices times <paramref name="strides"/>.
    /// </summary>
    public static int[] Walk(int[] dims, int[] strides, int start = 0)
    {
        var result = new int[Count(dims)];
        var index = new int[dims.Length];
        for (int i = 0, at = start; i < result.Length; i++)
        {
            result[i] = at;
            for (var axis = dims.Length - 1; axis >= 0; axis--)
            {
                at += strides[axis];
                if (++index[axis] < dims[axis])
                    break;
                at -= strides[axis] * dims[axis];
                index[axis] = 0;
            }
        }
        return result;
    }

    /// <summary>Where the elements of a broadcast result lie in one of its operands.</summary>
    public static int[] Operand(int[] operand, int[] result)
    {
        var (own, strides) = (Strides(operand), new int[result.Length]);
        for (var i = 1; i <= operand.Length; i++)
            strides[^i] = operand[^i] == 1 ? 0 : own[^i];
        return Walk(result, strides);
    }
}
