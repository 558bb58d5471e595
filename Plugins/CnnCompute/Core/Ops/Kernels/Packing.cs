// Launches that bring operands into the pitches the fast kernels load, and the sum of partial results.
namespace CnnCompute;

/// <summary>Steps that pad, unfold or transpose, for devices that <see cref="Fits"/>.</summary>
internal static class Packing
{
    // What a thread of Cnn/im2col_strips makes, and the most elements of the input that it holds: more is code that compiles too long.
    private const int StripPixels = 8, MostOfStrip = 128;

    /// <summary>Whether a subgroup is one SIMD register of eight lanes: the kernels made for software Vulkan apply.</summary>
    public static bool Fits(DeviceTraits device) => device is { IsCpu: true, SubgroupSize: 8, HasSubgroupShuffle: true, HasInt64: true };

    /// <summary><paramref name="n"/> rounded up to a multiple of eight.</summary>
    public static int Up8(int n) => (n + 7) / 8 * 8;

    /// <summary>How many loads of eight elements hold <paramref name="n"/>.</summary>
    public static int Chunks(int n) => (n + 7) / 8;

    /// <summary>
    /// A copy [images][outHeight][outWidth][Up8(channels)] with zeros around, the input beginning at (top, left); its first element is
    /// <paramref name="at"/> of what is bound.
    /// </summary>
    public static Step Pad(Operand from, Operand to, int images, int height, int width, int channels, int outHeight, int outWidth,
        int top = 0, int left = 0, int at = 0)
    {
        // Rows of few pixels alone would leave much of a group of threads idle.
        var (x, y, _) = Threads.For((long)outHeight * outWidth * Chunks(channels));
        return new Step("Cnn/pad_channels", (x, y, images),
            [height, width, channels, outHeight, outWidth, Chunks(channels), top, left, at], from, to)
        {
            Constants = [(0, channels % 8 == 0 ? 1u : 0u)],
        };
    }

    /// <summary>Rows of <paramref name="length"/> elements copied to a pitch of a multiple of eight.</summary>
    public static Step PadRows(Operand from, Operand to, int rows, int length) => Pad(from, to, 1, 1, rows, length, 1, rows);

    /// <summary>The windows of a part of a convolution of one group, [pixel][Up8(taps * channels)].</summary>
    public static Step Unfold(ConvPart part, Operand from, Operand to)
    {
        var (s, chunks) = (part.S, Chunks(part.S.Taps * part.S.Channels));
        var (strips, span) = ((s.OutWidth + StripPixels - 1) / StripPixels, (((StripPixels - 1) * s.G.StrideX) + s.KernelWidth) * s.Channels);
        var threads = s.Images * s.OutHeight * (long)strips;
        if (s.G is { DilationX: 1, DilationY: 1 } && s.KernelHeight * span <= MostOfStrip && threads < 1 << 24)
        {
            return new Step("Cnn/im2col_strips", Threads.For(threads),
                [s.Images, s.Height, s.Width, s.OutHeight, s.OutWidth, strips, s.G.Top, s.G.Left, s.G.StrideY, part.X.Base],
                part.X.Of(from), to)
            {
                Constants = [(0, (uint)s.Channels), (1, (uint)s.KernelHeight), (2, (uint)s.KernelWidth), (3, (uint)s.G.StrideX)],
            };
        }
        return new Step("Cnn/im2col", (s.OutWidth * chunks, s.OutHeight, s.Images),
            [s.Height, s.Width, s.Channels, s.OutWidth, s.OutHeight, s.KernelHeight, s.KernelWidth, chunks,
                s.G.Top, s.G.Left, s.G.StrideY, s.G.StrideX, s.G.DilationY, s.G.DilationX, part.X.Base],
            part.X.Of(from), to);
    }

    /// <summary>
    /// Padded rows [image][row][Up8(width * channels)] of a part's x: a window of one row over all of it, whatever the channels.
    /// </summary>
    public static Step UnfoldRows(ConvPart part, Operand from, Operand to)
    {
        var (s, chunks) = (part.S, Chunks(part.S.PaddedWidth * part.S.Channels));
        return new Step("Cnn/im2col", (chunks, s.PaddedHeight, s.Images),
            [s.Height, s.Width, s.Channels, 1, s.PaddedHeight, 1, s.PaddedWidth, chunks, s.G.Top, s.G.Left, 1, 1, 1, 1, part.X.Base],
            part.X.Of(from), to);
    }

    /// <summary>
    /// Weights [group][outs][kernelHeight][kernelWidth][ins] as [group][ins][tapsY][tapsX][Up8(outs)], taps backwards from (lastY, lastX) in the
    /// given steps.
    /// </summary>
    public static Step Transpose(
        Operand from, Operand to, int groups, int outs, int ins, int kernelHeight = 1, int kernelWidth = 1,
        int tapsY = 1, int tapsX = 1, int lastY = 0, int lastX = 0, int stepY = 1, int stepX = 1, int outBase = 0) =>
        new("Cnn/transpose_weight", (Chunks(outs) * tapsY * tapsX, Chunks(ins), groups),
            [outs, ins, kernelHeight, kernelWidth, tapsY, tapsX, lastY, lastX, stepY, stepX, outBase], from, to)
        {
            Constants = [(0, ins % 8 == 0 ? 1u : 0u)],
        };

    /// <summary>
    /// The weights of merged groups, <paramref name="pitch"/> elements a tap: each output channel's own group's, zeros for the others'.
    /// </summary>
    public static Step ExpandGroups(Operand from, Operand to, ConvSizes s, int pitch)
    {
        var count = (long)s.Outs * s.Taps * pitch;
        return new("Cnn/expand_groups", Threads.For(count),
            [(int)count, s.Taps, s.InPerGroup / s.Merged, s.OutPerGroup / s.Merged, s.Merged, pitch], from, to);
    }

    /// <summary>
    /// Each output channel's own group's weights out of merged groups' of <paramref name="pitch"/> elements a tap: <see cref="ExpandGroups"/>
    /// backwards.
    /// </summary>
    public static Step CollapseGroups(Operand from, Operand to, ConvSizes s, int pitch)
    {
        int ins = s.InPerGroup / s.Merged, count = s.Outs * s.Taps * ins;
        return new("Cnn/collapse_groups", Threads.For(count), [count, s.Taps, ins, s.OutPerGroup / s.Merged, s.Merged, pitch], from, to);
    }

    /// <summary>The sum of <paramref name="splits"/> slabs of <paramref name="count"/> elements, each of pitch Up8(count).</summary>
    public static Step SumSplits(Operand from, Operand to, int count, int splits) =>
        new("Cnn/sum_splits", (Chunks(count), 1, 1), [count, splits, Chunks(count)], from, to);
}
