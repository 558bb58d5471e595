// The recipe of Cnn/conv2d_strips: wide windows over few channels or to few, as the first and last layers of nets that paint have them.
namespace CnnCompute;

/// <summary>Convolution with stride 1 whose window rows are worth a kernel of their own instead of being unfolded.</summary>
internal static class Strips
{
    // Code is unrolled over a window's row, eight pixels and some outputs; shorter rows are better off unfolded, longer ones compile too long.
    private const int ShortestRow = 16, LongestRow = 225, Pixels = 8, MostOuts = 4, FewChannels = 4, ShortestWindow = 5;

    /// <summary>
    /// The recipe; null where the kernel does not fit: few channels, whose rows are copied with the border and to a multiple of eight elements
    /// where they are not so long already, or eights of channels and no more outputs than a thread makes.
    /// </summary>
    public static Recipe? Of(Node node, ConvSizes s, DeviceTraits device)
    {
        var (few, outs, strips) = (s.Channels <= FewChannels, Math.Min(s.Outs, MostOuts), (s.OutWidth + Pixels - 1) / Pixels);
        var row = s.KernelWidth * (few ? s.Channels : 8);
        if (s.Groups != 1 || s.G is not { StrideX: 1, StrideY: 1, DilationX: 1, DilationY: 1 } || row < ShortestRow
            || row * outs > LongestRow || (!few && (s.Channels % 8 != 0 || s.Outs > MostOuts || s.KernelWidth < ShortestWindow))
            || s.KernelHeight * s.Channels > Threads.MostRounds || s.Weight.Bytes > device.MaxBindingBytes)
        {
            return null;
        }
        bool Copies(ConvSizes part) => part.Padded || (few && part.Width * part.Channels % 8 != 0);
        int RowElements(ConvSizes part) => Copies(part) ? Packing.Up8(part.PaddedWidth * part.Channels) : part.Width * part.Channels;
        long CopyBytes(ConvSizes part) => Copies(part) ? 4L * part.PaddedHeight * RowElements(part) : 0;
        var mostPixels = Math.Min(device.MaxGroupsX * 8L, 1 << 24) / strips * s.OutWidth;
        if (ConvPart.Split(s, device, s.Images, mostPixels, CopyBytes) is not { } cut)
            return null;
        var epilogue = new EpilogueOperands(node.Epilogue, s.Outs, Operand.In(0));
        var steps = new List<Step>();
        foreach (var part in cut)
        {
            var (p, copy, count) = (part.S, Copies(part.S), part.S.Images * part.S.OutHeight * strips);
            var input = copy ? Operand.Scratch(0) : part.X.Of(Operand.In(0));
            if (copy)
            {
                steps.Add(few
                    ? Packing.UnfoldRows(part, Operand.In(0), input)
                    : Packing.Pad(part.X.Of(Operand.In(0)), input, p.Images, p.Height, p.Width, p.Channels, p.PaddedHeight, p.PaddedWidth, p.G.Top,
                        p.G.Left, part.X.Base));
            }
            steps.Add(new Step("Cnn/conv2d_strips", (Packing.Up8(count), (s.Outs + outs - 1) / outs, 1),
                [copy ? p.PaddedHeight : p.Height, RowElements(p) / 8, p.Images, p.OutHeight, p.OutWidth, s.Outs, s.KernelHeight, strips,
                    few ? 1 : s.Channels / 8, copy ? 0 : part.X.Base / 8, part.Y.Base, .. epilogue.Push],
                input, Operand.In(1), part.Y.Of(Operand.Out()), epilogue.Bias, epilogue.ScaleShift, epilogue.ResidualOf(part.Y))
            {
                Constants = [(0, few ? (uint)s.Channels : 8u), (1, (uint)s.KernelWidth), (2, epilogue.HasResidual ? 1u : 0u), (3, (uint)outs)],
            });
        }
        var copied = cut.Max(part => part.S.Images * CopyBytes(part.S));
        return new Recipe("strips", steps) { Scratch = copied > 0 ? [copied] : [] };
    }
}
