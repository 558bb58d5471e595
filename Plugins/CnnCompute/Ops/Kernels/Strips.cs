// The recipe of Cnn/conv2d_strips: few channels under wide windows, as the first and last layers of nets that paint.
namespace CnnCompute;

/// <summary>Convolution without border and with stride 1, whose window rows are worth a kernel of their own instead of being unfolded.</summary>
internal static class Strips
{
    // Code is unrolled over a window row, eight pixels and four outputs; shorter rows are better off unfolded, longer ones compile too long.
    private const int ShortestRow = 16, LongestRow = 36, Pixels = 8, Outs = 4, MostChannels = 4;

    /// <summary>The recipe; null where the kernel does not fit: rows of the input must be a multiple of eight elements long, so that strips begin aligned.</summary>
    public static Recipe? Of(Node node, ConvSizes s, DeviceTraits device)
    {
        var (row, strips) = (s.KernelWidth * s.Channels, (s.OutWidth + Pixels - 1) / Pixels);
        if (s.Groups != 1 || s.Channels > MostChannels || row is < ShortestRow or > LongestRow || s.Padded || s.Width * s.Channels % 8 != 0
            || s.G is not { StrideX: 1, StrideY: 1, DilationX: 1, DilationY: 1 } || s.Weight.Bytes > device.MaxBindingBytes)
            return null;
        var most = Math.Min(device.MaxGroupsX * 8L, 1 << 24) / (strips * s.OutHeight);
        if (Range1.TrySplit(s.Images, most, device, s.XBytes, s.YBytes) is not { } ranges)
            return null;
        var epilogue = new EpilogueOperands(node.Epilogue, s.Outs, Operand.In(0));
        return new Recipe("strips", [.. ranges.Select(images =>
        {
            var count = images.Count * s.OutHeight * strips;
            return new Step("Cnn/conv2d_strips", (Packing.Up8(count), (s.Outs + Outs - 1) / Outs, 1),
                [s.Height, s.Width * s.Channels / 8, images.Count, s.OutHeight, s.OutWidth, s.Outs, s.KernelHeight, strips, .. epilogue.Push],
                images.Of(Operand.In(0), s.XBytes, s.Images), Operand.In(1), images.Of(Operand.Out(), s.YBytes, s.Images), epilogue.Bias, epilogue.ScaleShift,
                epilogue.ResidualOf(images, s.YBytes, s.Images))
            {
                Constants = [(0, (uint)s.Channels), (1, (uint)s.KernelWidth), (2, epilogue.HasResidual ? 1u : 0u)],
            };
        })]);
    }
}
