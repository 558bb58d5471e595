// The recipe of Cnn/depthwise: convolutions with one input and one output channel a group.
namespace CnnCompute;

/// <summary>Depthwise convolution for software Vulkan, and its data gradient where the stride is 1: the same sum with the taps backwards.</summary>
internal static class Depthwise
{
    /// <summary>
    /// The recipe, or null where the kernel does not fit: channels in fours, one stride of 1 or 2 for both axes, no dilation, at most 25 taps.
    /// </summary>
    public static Recipe? Of(Node node, ConvSizes s, DeviceTraits device, bool gradInput)
    {
        var g = s.G;
        if (s.InPerGroup != 1 || s.OutPerGroup != 1 || s.Channels % 4 != 0 || g.StrideY != g.StrideX || g.StrideY > 2
            || g.DilationY * g.DilationX != 1 || s.Taps > 25
            || (gradInput && g.StrideY != 1))
            return null;
        var (from, to) = gradInput ? (s.Y, s.X) : (s.X, s.Y);
        int top = gradInput ? s.KernelHeight - 1 - g.Top : g.Top, left = gradInput ? s.KernelWidth - 1 - g.Left : g.Left,
            pitch = Packing.Chunks(s.Channels) * 2;
        // Larger tiles reuse more of the input; smaller ones keep the unrolled code, and with it the time to compile it, in bounds.
        var (tileX, tileY) = s.Taps > 9 ? (4, 2) : g.StrideY == 2 ? (4, 4) : (7, 4);
        int tilesX = (to[3] + tileX - 1) / tileX, threads = tilesX * s.Channels / 4;
        if (threads > device.MaxGroupsX * 8 || Range1.TrySplit(s.Images, device.MaxGroupsY, device, s.XBytes, s.YBytes) is not { } ranges)
            return null;
        var epilogue = new EpilogueOperands(node.Epilogue, s.Channels, Operand.Derived(0));
        long fromBytes = from.Bytes / s.Images, toBytes = to.Bytes / s.Images;
        var steps = new List<Step>();
        foreach (var images in ranges)
        {
            steps.Add(new Step("Cnn/depthwise", (threads, (to[2] + tileY - 1) / tileY, images.Count),
                [from[2], from[3], s.Channels / 4, to[2], to[3], tilesX, top, left, pitch, .. epilogue.Push],
                images.Of(Operand.In(0), fromBytes, s.Images), Operand.Derived(0), images.Of(Operand.Out(), toBytes, s.Images),
                epilogue.Bias, epilogue.ScaleShift, epilogue.ResidualOf(images, toBytes, s.Images))
            {
                Constants = [(0, (uint)tileX), (1, (uint)tileY), (2, (uint)s.KernelHeight), (3, (uint)s.KernelWidth), (4, (uint)g.StrideY),
                    (5, gradInput ? 1u : 0u), (6, epilogue.HasResidual ? 1u : 0u)],
            });
        }
        return new Recipe("subgroup", steps)
        {
            Prepare = [Packing.Transpose(Operand.In(1), Operand.Derived(0), 1, s.Channels, s.Taps)],
            Derived = [16L * s.Taps * pitch],
        };
    }
}
