// The axes of a kernel that walks one tensor's memory and finds the places of its elements in others.
namespace CnnCompute;

/// <summary>
/// Extents from the slowest axis to the fastest, each with its stride in every operand. Axes of length one are left out, and neighbours that all
/// operands walk alike are merged, so that a kernel divides as rarely as possible.
/// </summary>
internal sealed record GatherAxes(int[] Extents, int[][] Strides)
{
    /// <summary>The most axes that kernels of one or two operands take; those of more have fewer push constants to spare.</summary>
    public const int Most = 8, MostOfMany = 6;

    /// <summary>
    /// Walks the memory of <paramref name="result"/>; <paramref name="strides"/> are those of each operand along the result's logical axes.
    /// </summary>
    public static GatherAxes Walk(Op op, Shape result, params int[][] strides)
    {
        var axes = Merge(strides.Length, result.MemoryOrder().Select(axis => (result[axis], strides.Select(s => s[axis]).ToArray())));
        return axes.Count <= axes.Limit
            ? axes
            : throw ShapeException.For(op, [result],
                $"at most {axes.Limit} axes can be walked that do not lie side by side; permute or reshape first");
    }

    /// <summary>Walks axes given from the slowest to the fastest, each as its extent and its stride in every operand.</summary>
    public static GatherAxes Merge(int operands, IEnumerable<(int Extent, int[] Strides)> axes)
    {
        var extents = new List<int>();
        var steps = Enumerable.Range(0, operands).Select(_ => new List<int>()).ToArray();
        foreach (var (extent, strides) in axes.Where(a => a.Extent > 1))
        {
            if (extents.Count > 0 && steps.Select((s, k) => s[^1] == (long)strides[k] * extent).All(follows => follows))
            {
                extents[^1] *= extent;
                for (var k = 0; k < steps.Length; k++)
                    steps[k][^1] = strides[k];
            }
            else
            {
                extents.Add(extent);
                for (var k = 0; k < steps.Length; k++)
                    steps[k].Add(strides[k]);
            }
        }
        // At least one, of a single element.
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

    /// <summary>How many the kernels take.</summary>
    public int Limit { get; init; } = Strides.Length <= 2 ? Most : MostOfMany;

    /// <summary>Strides of an operand along the axes of a result it broadcasts to: 0 where it is repeated.</summary>
    public static int[] Broadcast(Shape operand, Shape result)
    {
        var own = operand.Strides();
        var strides = new int[result.Rank];
        for (var i = 1; i <= operand.Rank; i++)
            strides[^i] = operand[-i] == 1 ? 0 : own[^i];
        return strides;
    }

    /// <summary>
    /// Whether eight neighbours of the result can go together: each operand holds them side by side, or one for all (only where
    /// <paramref name="splat"/>).
    /// </summary>
    public bool FitsEight(bool splat) =>
        (Extents[^1] % 8 == 0 || (Count == 1 && Strides.All(s => s[0] == 1)))
        && Strides.All(s => (s[^1] == 1 && s[..^1].All(v => v % 8 == 0)) || (splat && s[^1] == 0));

    /// <summary>
    /// Launch size and push constants: count, the extents, the strides of each operand, filled up to <see cref="Limit"/> of each. Wide: extents and
    /// strides count eights.
    /// </summary>
    public ((int X, int Y, int Z) Threads, PushWord[] Push) Launch(Shape result, bool wide)
    {
        var count = wide ? (result.Count + 7) / 8 : result.Count;
        var limit = Limit;
        IEnumerable<PushWord> Filled(IEnumerable<int> values) =>
            values.Select(v => (PushWord)v).Concat(Enumerable.Repeat<PushWord>(1, limit)).Take(limit);
        PushWord[] push =
        [
            (int)count,
            .. Filled(Extents.Select((d, i) => wide && i == Count - 1 ? (d + 7) / 8 : d)),
            .. Strides.SelectMany(s => Filled(s.Select((v, i) => wide && s[^1] == 1 && i < Count - 1 ? v / 8 : v))),
        ];
        return (CnnCompute.Threads.For(count), push);
    }

    /// <summary>
    /// Cuts a launch of some operands and a result along the slowest axis, or between eights of a single one; null where an operand of
    /// <paramref name="counts"/> elements neither lies along it nor is repeated.
    /// </summary>
    public Cut? Cut(Shape result, bool wide, params ReadOnlySpan<long> counts)
    {
        var whole = 0u;
        for (var k = 0; k < counts.Length; k++)
        {
            if (Strides[k][0] == 0)
                whole |= 1u << k;
            else if ((long)Strides[k][0] * Extents[0] != counts[k])
                return null;
        }
        if (Count == 1)
            return new Cut((Extents[0] + 7) / 8, wide ? 1 : 8, wide ? 1 : 8, whole);
        var part = (int)(result.Count / Extents[0]) / (wide ? 8 : 1);
        return new Cut(Extents[0], part, part, whole);
    }

    /// <summary>
    /// Recipes of kernels on gather.glsl, which copy from one operand: element by element, and eight at a time where neighbours stay together.
    /// <paramref name="first"/> is where the walk begins in the operand. Walks of all of an operand of <paramref name="cut"/> elements may be cut.
    /// </summary>
    public IEnumerable<Recipe> Copies(string shader, Shape result, int first = 0, long cut = 0)
    {
        yield return Launch("plain", false);
        if (FitsEight(splat: false) && first % 8 == 0)
            yield return Launch("wide", true);

        Recipe Launch(string name, bool wide)
        {
            var (threads, push) = this.Launch(result, wide);
            return new Recipe(name, [new Step(shader, threads, [.. push, wide ? first / 8 : first], Operand.In(0), Operand.Out())
            {
                Cut = cut > 0 ? Cut(result, wide, cut) : null,
                Constants = [(0, wide ? 1u : 0u), (1, (uint)Count)],
            }]);
        }
    }
}
