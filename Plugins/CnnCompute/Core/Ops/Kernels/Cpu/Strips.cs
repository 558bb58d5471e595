// The recipe of Cnn/conv2d_strips: wide windows over few channels or to few, as the first and last layers of nets that paint have them.
namespace CnnCompute;

/// <summary>Convolution without border and with stride 1, whose window rows are worth a kernel of their own instead of being unfolded.</summary>
internal static class Strips
{
    // Code is unrolled over a window's row, eight pixels and some outputs; shorter rows are better off unfolded, longer ones compile too long.
    private const int ShortestRow = 16, LongestRow = 225, Pixels = 8, MostOuts = 4, FewChannels = 4, ShortestWindow = 5;

    /// <summary>
    /// The recipe; null where the kernel does not fit: few channels, whose rows must be a multiple of eight elements long so that strips begin
    /// aligned, or eights of channels and no more outputs than a thread makes.
    /// </summary>
    public static Recipe? Of(Node node, ConvSizes s, DeviceTraits device)
    {
        var (few, outs, strips) = (s.Channels <= FewChannels, Math.Min(s.Outs, MostOuts), (s.OutWidth + Pixels - 1) / Pixels);
        var row = s.KernelWidth * (few ? s.Channels : 8);
        if (s.Groups != 1 || s.Padded || s.G is not { StrideX: 1, StrideY: 1, DilationX: 1, DilationY: 1 } || row < ShortestRow
            || row * outs > LongestRow
            || (few ? s.Width * s.Channels : s.Channels) % 8 != 0 || (!few && (s.Outs > MostOuts || s.KernelWidth < ShortestWindow))
            || s.KernelHeight * s.Channels > Threads.MostRounds || s.Weight.Bytes > device.MaxBindingBytes)
        {
            return null;
        }
        var most = Math.Min(device.MaxGroupsX * 8L, 1 << 24) / (strips * s.OutHeight);
        if (Range1.TrySplit(s.Images, most, device, s.XBytes, s.YBytes) is not { } ranges)
            return null;
        var epilogue = new EpilogueOperands(node.Epilogue, s.Outs, Operand.In(0));
        return new Recipe("strips", [.. ranges.Select(images =>
        {
            var count = images.Count * s.OutHeight * strips;
            return new Step("Cnn/conv2d_strips", (Packing.Up8(count), (s.Outs + outs - 1) / outs, 1),
                [s.Height, s.Width * s.Channels / 8, images.Count, s.OutHeight, s.OutWidth, s.Outs, s.KernelHeight, strips,
                    few ? 1 : s.Channels / 8, .. epilogue.Push],
                images.Of(Operand.In(0), s.XBytes, s.Images), Operand.In(1), images.Of(Operand.Out(), s.YBytes, s.Images),
                epilogue.Bias, epilogue.ScaleShift,
                epilogue.ResidualOf(images, s.YBytes, s.Images))
            {
                Constants = [(0, few ? (uint)s.Channels : 8u), (1, (uint)s.KernelWidth), (2, epilogue.HasResidual ? 1u : 0u), (3, (uint)outs)],
            };
        })]);
    }
}
