// The numbers of one convolution, spelled out for those who build launches.
namespace CnnCompute;

/// <summary>Shapes and geometry of a convolution y = conv(x, weight), shared by it and its two gradients.</summary>
internal sealed record ConvSizes(ConvGeometry G, Shape X, Shape Weight, Shape Y)
{
    public int Images => X[0];
    public int Channels => X[1];
    public int Height => X[2];
    public int Width => X[3];
    public int Outs => Y[1];
    public int OutHeight => Y[2];
    public int OutWidth => Y[3];
    public int KernelHeight => Weight[2];
    public int KernelWidth => Weight[3];
    public int Taps => KernelHeight * KernelWidth;
    public int InPerGroup => Weight[1];
    public int OutPerGroup => Weight[0] / G.Groups;
    public int Groups => G.Groups;
    public int PaddedHeight => Height + G.Top + G.Bottom;
    public int PaddedWidth => Width + G.Left + G.Right;
    public bool Padded => (G.Top | G.Left | G.Bottom | G.Right) != 0;

    /// <summary>How many of the convolution's own groups each group here stands for; more than 1 only after <see cref="Merge"/>.</summary>
    public int Merged { get; private init; } = 1;

    /// <summary>
    /// The same convolution with groups of fewer channels than a tile is worth put together, eight channels or more where they divide so: dense
    /// blocks whose weights <see cref="Packing.ExpandGroups"/> fills with zeros. More products, but in tiles. All groups, where there are too few
    /// for a tile. Null where nothing divides.
    /// </summary>
    /// <param name="least">The fewest channels a tile is worth.</param>
    public ConvSizes? Merge(int least = 4)
    {
        if (Groups == 1 || Math.Min(InPerGroup, OutPerGroup) >= least)
            return this;
        // Beyond sixteen the zeros cost more than the tiles save.
        var few = Math.Min(InPerGroup, OutPerGroup);
        int[] divisors = [.. Enumerable.Range(2, Math.Min(16, Groups) - 1).Where(m => Groups % m == 0)];
        var merged = divisors.Where(m => few * m >= least).OrderBy(m => (few * m < 8 ? 8 : 0) + m).FirstOrDefault();
        if (merged == 0)
            merged = divisors.LastOrDefault(m => few * m >= 4 || m == Groups);
        return merged == 0 ? few >= 8 ? this : null
            : new ConvSizes(G with { Groups = Groups / merged }, X, Weight.With(1, InPerGroup * merged), Y) { Merged = merged };
    }

    /// <summary>Pixels of one image of y.</summary>
    public long YPixels => (long)OutHeight * OutWidth;

    /// <summary>Bytes of one image of x.</summary>
    public long XBytes => 4L * Channels * Height * Width;

    /// <summary>Bytes of one image of y.</summary>
    public long YBytes => 4L * Outs * OutHeight * OutWidth;

    /// <summary>Bytes of the weights of one output channel.</summary>
    public long RowBytes => 4L * Taps * InPerGroup;

    /// <summary>
    /// Ranges of output channels whose weights, <paramref name="rowBytes"/> a channel, can be bound; with groups one group's channels, all groups
    /// at once.
    /// </summary>
    public Range1[]? OutRanges(DeviceTraits device, long rowBytes)
    {
        if (Groups == 1)
            return Range1.TrySplit(Outs, Outs, device, rowBytes);
        return Outs * rowBytes <= device.MaxBindingBytes ? [new(0, OutPerGroup)] : null;
    }

    /// <summary>The window's numbers as the plain kernels take them.</summary>
    public PushWord[] Window => [G.StrideY, G.StrideX, G.Top, G.Left, G.DilationY, G.DilationX, InPerGroup, OutPerGroup];
}
