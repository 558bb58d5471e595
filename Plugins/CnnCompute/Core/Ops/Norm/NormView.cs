// How normalisation by groups sees a tensor in memory.
namespace CnnCompute;

/// <summary>
/// [<paramref name="Outer"/>, <paramref name="Rows"/>, channels], the channels in <paramref name="Blocks"/> of eight (<paramref name="Wide"/>) or of
/// one. Either the channels are those of the tensor (channels-last memory), or one line of neighbours is cut into eights and all its lanes are one
/// channel (<paramref name="Splat"/>: its coefficients are single numbers).
/// </summary>
internal readonly record struct NormView(int Outer, int Rows, int Blocks, bool Wide, bool Splat)
{
    /// <summary>Elements a row.</summary>
    public int Lanes => Blocks * (Wide ? 8 : 1);

    /// <summary>Rows between the four places that elementwise kernels give one thread.</summary>
    public int Quarter => (Rows + 3) / 4;

    /// <summary>Threads of such kernels.</summary>
    public int Quarters => Outer * Quarter * Blocks;

    /// <summary>
    /// How far apart in elements (or eights of them) kernels find one coefficient and the next, each being <paramref name="count"/> long.
    /// </summary>
    public int Apart(int count) => Wide && !Splat ? count / 8 : count;

    /// <summary>Specialization constants WIDE and SPLAT.</summary>
    public (int, uint)[] Constants => [(0, Wide ? 1u : 0u), (1, Splat ? 1u : 0u)];

    /// <summary>The channels of [N,C,...] as what lies together: lines of pixels, or rows of channels where memory is channels-last.</summary>
    public static NormView OfChannels(Shape x) => ChannelsLast(x) ? Images(x) : Lines(x[0] * x[1], Pixels(x));

    /// <summary>The same for statistics over groups of channels: where a group lies in one line, the line is the whole group.</summary>
    public static NormView OfGroups(Shape x, int groups) => ChannelsLast(x) ? Images(x) : Lines(x[0] * groups, x[1] / groups * Pixels(x));

    /// <summary>Elements of one channel of one sample.</summary>
    public static int Pixels(Shape x) => (int)(x.Count / x[0] / x[1]);

    /// <summary>Checks that x is [N,C,...] and that groups divide its channels, into groups that kernels can walk.</summary>
    /// <exception cref="ShapeException">They do not.</exception>
    public static void Check(Op op, ReadOnlySpan<Shape> inputs, Shape x, int groups)
    {
        if (x.Rank < 2)
            throw ShapeException.For(op, inputs, "the input must be [N,C,...]");
        if (groups < 1 || x[1] % groups != 0)
            throw ShapeException.For(op, inputs, $"{groups} groups do not divide {x[1]} channels");
        if (x[1] / groups > Threads.MostRounds)
        {
            throw ShapeException.For(op, inputs,
                $"groups of {x[1] / groups} channels; {Threads.MostRounds} are the most, so make each group one channel of more pixels");
        }
    }

    /// <summary>Where groups have more channels than one loop may walk: x as [N,G,elements], each group a channel; null elsewhere.</summary>
    public static Shape? Merged(Shape x, int groups) => x.Rank >= 2 && groups >= 1 && x[1] % groups == 0 && x[1] / groups > Threads.MostRounds
        ? new Shape(x[0], groups, x[1] / groups * Pixels(x))
        : null;

    private static bool ChannelsLast(Shape x) => (x.Rank == 4 && x[1] > 1) || Pixels(x) == 1;

    private static NormView Images(Shape x) => x[1] % 8 == 0 ? new(x[0], Pixels(x), x[1] / 8, true, false) : new(x[0], Pixels(x), x[1], false, false);

    private static NormView Lines(int lines, int length) =>
        length % 8 == 0 ? new(lines, length / 8, 1, true, true) : new(lines, length, 1, false, true);
}
