// The axes of a kernel that walks one tensor's memory and finds the places of its elements in others.
namespace CnnCompute;

/// <summary>
/// Extents from the slowest axis to the fastest, each with its stride in every operand. Axes of length one are left out, and neighbours that all
/// operands walk alike are merged, so that a kernel divides as rarely as possible.
/// </summary>
internal sealed record GatherAxes(int[] Extents, int[][] Strides)
{
    /// <summary>The most axes the kernels take.</summary>
    public const int Most = 8;

    /// <summary>Walks the memory of <paramref name="result"/>; <paramref name="strides"/> are those of each operand along the result's logical axes.</summary>
    public static GatherAxes Walk(Op op, Shape result, params int[][] strides)
    {
        var extents = new List<int>();
        var steps = strides.Select(_ => new List<int>()).ToArray();
        foreach (var axis in result.MemoryOrder().Where(a => result[a] > 1))
        {
            if (extents.Count > 0 && steps.Select((s, k) => s[^1] == (long)strides[k][axis] * result[axis]).All(follows => follows))
            {
                extents[^1] *= result[axis];
                for (var k = 0; k < steps.Length; k++)
                    steps[k][^1] = strides[k][axis];
            }
            else
            {
                extents.Add(result[axis]);
                for (var k = 0; k < steps.Length; k++)
                    steps[k].Add(strides[k][axis]);
            }
        }
        if (extents.Count > Most)
            throw ShapeException.For(op, [result], $"at most {Most} axes can be walked");
        if (extents.Count == 0)
        {
            extents.Add(1);
            foreach (var s in steps)
                s.Add(0);
        }
        return new GatherAxes([.. extents], [.. steps.Select(s => s.ToArray())]);
    }

    /// <summary>How many axes are left.</summary>
    public int Count => Extents.Length;

    /// <summary>Strides of an operand along the axes of a result it broadcasts to: 0 where it is repeated.</summary>
    public static int[] Broadcast(Shape operand, Shape result)
    {
        var own = operand.Strides();
        var strides = new int[result.Rank];
        for (var i = 1; i <= operand.Rank; i++)
            strides[^i] = operand[-i] == 1 ? 0 : own[^i];
        return strides;
    }

    /// <summary>Whether eight neighbours of the result can go together: each operand holds them side by side, or one for all (only where <paramref name="splat"/>).</summary>
    public bool FitsEight(bool splat) =>
        (Extents[^1] % 8 == 0 || (Count == 1 && Strides.All(s => s[0] == 1))) && Strides.All(s => s[^1] == 1 || (splat && s[^1] == 0));

    /// <summary>Launch size and push constants: count, then <see cref="Most"/> extents and as many strides of each operand. Wide: extents and strides count eights.</summary>
    public ((int X, int Y, int Z) Threads, PushWord[] Push) Launch(Shape result, bool wide)
    {
        var count = wide ? (result.Count + 7) / 8 : result.Count;
        static IEnumerable<PushWord> Padded(IEnumerable<int> values) => values.Select(v => (PushWord)v).Concat(Enumerable.Repeat<PushWord>(1, Most)).Take(Most);
        PushWord[] push =
        [
            (int)count,
            .. Padded(Extents.Select((d, i) => wide && i == Count - 1 ? (d + 7) / 8 : d)),
            .. Strides.SelectMany(s => Padded(s.Select((v, i) => wide && s[^1] == 1 && i < Count - 1 ? v / 8 : v))),
        ];
        return (CnnCompute.Threads.For(count), push);
    }
}
