// Cuts a convolution into parts whose operands can be bound and whose copies stay small.
namespace CnnCompute;

/// <summary>Where a part's images or rows lie in a whole tensor: bytes from its beginning, bound from the aligned place before.</summary>
/// <param name="First">The first byte.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Align">What offsets of bindings are multiples of.</param>
/// <param name="IsWhole">The piece is all there is.</param>
internal readonly record struct Piece(long First, long Bytes, long Align, bool IsWhole)
{
    /// <summary>Elements between the place that is bound and the first of the piece.</summary>
    public int Base => IsWhole ? 0 : (int)(First % Align / 4);

    /// <summary>The piece of an operand.</summary>
    public Operand Of(Operand whole) => IsWhole || whole.Idle
        ? whole
        : whole with { Offset = whole.Offset + First / Align * Align, Size = (First % Align + Bytes + 31) / 32 * 32 };
}

/// <summary>
/// Some images of a convolution, or a band of rows of one: a convolution of its own whose x and y are pieces of the whole ones. A band brings the
/// border of zeros with it that it has of the whole's.
/// </summary>
/// <param name="S">The part's sizes.</param>
/// <param name="X">Its piece of x.</param>
/// <param name="Y">Its piece of y.</param>
internal sealed record ConvPart(ConvSizes S, Piece X, Piece Y)
{
    /// <summary>Both pieces begin where bindings may.</summary>
    public bool IsAligned => X.Base == 0 && Y.Base == 0;

    /// <summary>
    /// The parts in ascending order: whole images as far as they can be bound, else bands of rows of y. Null where not even a row fits.
    /// </summary>
    /// <param name="s">The convolution.</param>
    /// <param name="device">Limits what is bound.</param>
    /// <param name="mostImages">The most images of a part.</param>
    /// <param name="mostPixels">The most pixels of y in a part.</param>
    /// <param name="scratch">Bytes of the largest copy that a part of one image needs.</param>
    /// <param name="mostScratch">The most bytes of a part's copy: bands are preferred to more.</param>
    /// <param name="rows">Bands are multiples of as many rows.</param>
    public static IReadOnlyList<ConvPart>? Split(
        ConvSizes s, DeviceTraits device, long mostImages, long mostPixels, Func<ConvSizes, long> scratch, long mostScratch = long.MaxValue,
        int rows = 1)
    {
        var copied = Math.Min(mostScratch, device.MaxBindingBytes);
        if (Images(s, device, Math.Min(mostImages, mostPixels / s.YPixels), scratch(s), copied) is { } whole)
            return whole;
        bool Fits(int count)
        {
            var band = Band(s, 0, 0, count, device, whole: true);
            return band.X.Bytes + Align(device) <= device.MaxBindingBytes && band.Y.Bytes + Align(device) <= device.MaxBindingBytes
                && scratch(band.S) <= copied && band.S.YPixels <= mostPixels;
        }
        return Bands(s.Images, s.OutHeight, rows, Fits) is { } bands ? [.. bands.Select(b => Band(s, b.Image, b.First, b.Count, device))] : null;
    }

    /// <summary>The same for the data gradient, in bands of rows of x: whole strides, so that all have the same phases.</summary>
    public static IReadOnlyList<ConvPart>? SplitGradient(
        ConvSizes s, DeviceTraits device, long mostImages, long mostPixels, Func<ConvSizes, long> scratch)
    {
        if (Images(s, device, Math.Min(mostImages, mostPixels / ((long)s.Height * s.Width)), scratch(s), device.MaxBindingBytes) is { } whole)
            return whole;
        bool Fits(int count)
        {
            var band = GradientBand(s, 0, Math.Min(s.Height - count, s.Height / 2), count, device);
            return band.X.Bytes + Align(device) <= device.MaxBindingBytes && band.Y.Bytes + Align(device) <= device.MaxBindingBytes
                && scratch(band.S) <= device.MaxBindingBytes && (long)band.S.Height * s.Width <= mostPixels;
        }
        return Bands(s.Images, s.Height, s.G.StrideY, Fits) is { } bands
            ? [.. bands.Select(b => GradientBand(s, b.Image, b.First, b.Count, device))]
            : null;
    }

    private static long Align(DeviceTraits device) => Math.Max(32, device.BindingAlignment);

    private static ConvPart[]? Images(ConvSizes s, DeviceTraits device, long most, long scratch, long mostScratch)
    {
        if (most < 1 || scratch > mostScratch)
            return null;
        if (scratch > 0)
            most = Math.Min(most, mostScratch / scratch);
        return Range1.TrySplit(s.Images, most, device, s.XBytes, s.YBytes)?.Select(r => new ConvPart(
            s with { X = s.X.With(0, r.Count), Y = s.Y.With(0, r.Count) },
            new Piece(r.First * s.XBytes, r.Count * s.XBytes, Align(device), r.Count == s.Images),
            new Piece(r.First * s.YBytes, r.Count * s.YBytes, Align(device), r.Count == s.Images))).ToArray();
    }

    // Equal bands of every image, as large as fits allows.
    private static IEnumerable<(int Image, int First, int Count)>? Bands(int images, int total, int multiple, Func<int, bool> fits)
    {
        int least = 0, most = (total + multiple - 1) / multiple;
        while (least < most)
        {
            var middle = (least + most + 1) / 2;
            (least, most) = fits(Math.Min(total, middle * multiple)) ? (middle, most) : (least, middle - 1);
        }
        if (least == 0)
            return null;
        var bands = ((total + multiple - 1) / multiple + least - 1) / least;
        var each = ((total + multiple - 1) / multiple + bands - 1) / bands * multiple;
        return from image in Enumerable.Range(0, images)
               from band in Enumerable.Range(0, (total + each - 1) / each)
               select (image, band * each, Math.Min(each, total - band * each));
    }

    // Rows first, first + 1, … of y with the rows of x under their windows; whole: as many as a band without a border needs.
    private static ConvPart Band(ConvSizes s, int image, int first, int count, DeviceTraits device, bool whole = false)
    {
        int window = (s.KernelHeight - 1) * s.G.DilationY + 1, needed = (count - 1) * s.G.StrideY + window, begin = first * s.G.StrideY - s.G.Top;
        var from = Math.Clamp(begin, 0, s.Height - 1);
        var to = whole ? Math.Min(s.Height, from + needed) : Math.Clamp(begin + needed, from + 1, s.Height);
        var g = s.G with { Top = from - begin, Bottom = Math.Max(0, begin + needed - to) };
        return Part(s, g, image, (from, to - from), (first, count), device);
    }

    // Rows first, first + 1, … of x with the rows of y whose windows reach them.
    private static ConvPart GradientBand(ConvSizes s, int image, int first, int count, DeviceTraits device)
    {
        int stride = s.G.StrideY, reach = (s.KernelHeight - 1) * s.G.DilationY;
        var from = Math.Clamp((first + s.G.Top - reach + stride - 1) / stride, 0, s.OutHeight - 1);
        var to = Math.Clamp((first + count - 1 + s.G.Top) / stride + 1, from + 1, s.OutHeight);
        return Part(s, s.G with { Top = s.G.Top + first - from * stride }, image, (first, count), (from, to - from), device);
    }

    private static ConvPart Part(ConvSizes s, ConvGeometry g, int image, (int First, int Count) x, (int First, int Count) y, DeviceTraits device)
    {
        long xRow = s.XBytes / s.Height, yRow = s.YBytes / s.OutHeight;
        return new ConvPart(
            s with { G = g, X = s.X.With(0, 1).With(2, x.Count), Y = s.Y.With(0, 1).With(2, y.Count) },
            new Piece(image * s.XBytes + x.First * xRow, x.Count * xRow, Align(device), false),
            new Piece(image * s.YBytes + y.First * yRow, y.Count * yRow, Align(device), false));
    }
}
