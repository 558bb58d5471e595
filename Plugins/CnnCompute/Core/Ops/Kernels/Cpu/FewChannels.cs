// The recipe of Cnn/conv2d_few: small windows over few channels, as the first layers of nets have them.
namespace CnnCompute;

/// <summary>Convolution of up to four channels to eights of outputs, whose windows stay in registers instead of being unfolded.</summary>
internal static class FewChannels
{
    // A thread's pixels see so many elements at most, and a window has so many.
    private const int MostChannels = 4, MostSeen = 96, MostTerms = 64;

    /// <summary>The recipe; null where the kernel does not fit.</summary>
    public static Recipe? Of(Node node, ConvSizes s, DeviceTraits device)
    {
        var terms = s.Taps * s.Channels;
        if (s.Groups != 1 || s.Channels > MostChannels || s.Outs % 8 != 0 || terms > MostTerms || s.G is not { DilationX: 1, DilationY: 1 }
            || s.Weight.Bytes > device.MaxBindingBytes || s.Outs / 8 > Threads.MostRounds)
        {
            return null;
        }
        int Seen(int pixels) => s.KernelHeight * ((pixels - 1) * s.G.StrideX + s.KernelWidth) * s.Channels;
        var pixels = Array.Find([4, 2, 1], p => (p == 1 || p < 2 * s.OutWidth) && 8 * terms * p <= device.UnrolledProducts && Seen(p) <= MostSeen);
        if (pixels == 0)
            return null;
        var strips = (s.OutWidth + pixels - 1) / pixels;
        var mostPixels = Math.Min(device.MaxGroupsX * 8L, 1 << 24) / strips * s.OutWidth;
        if (ConvPart.Split(s, device, s.Images, mostPixels, _ => 0) is not { } cut)
            return null;
        var epilogue = new EpilogueOperands(node.Epilogue, s.Outs, Operand.In(1));
        (int, uint)[] constants =
        [
            (0, (uint)s.Channels), (1, (uint)s.KernelHeight), (2, (uint)s.KernelWidth), (3, (uint)s.G.StrideX), (4, (uint)pixels),
            (5, epilogue.HasResidual ? 1u : 0u),
        ];
        Step Launch(ConvPart part)
        {
            var p = part.S;
            PushWord[] push =
            [
                p.Images, p.Height, p.Width, p.OutHeight, p.OutWidth, strips, p.G.Top, p.G.Left, p.G.StrideY, part.X.Base, s.Outs / 8,
                part.Y.Base / 8, .. epilogue.Push,
            ];
            return new Step("Cnn/conv2d_few", (Packing.Up8(p.Images * p.OutHeight * strips), 1, 1), push,
                Operand.In(1), part.X.Of(Operand.In(0)), part.Y.Of(Operand.Out()), epilogue.Bias, epilogue.ScaleShift, epilogue.ResidualOf(part.Y))
            {
                Constants = constants,
            };
        }
        return new Recipe("few channels", [.. cut.Select(Launch)]);
    }
}
