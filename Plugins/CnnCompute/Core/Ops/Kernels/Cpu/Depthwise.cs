// The recipes of Cnn/depthwise and its gradients: convolutions with one input and one output channel a group.
namespace CnnCompute;

/// <summary>Depthwise convolution and its two gradients for software Vulkan; channels that come in no fours are loaded one by one.</summary>
internal static class Depthwise
{
    /// <summary>
    /// Convolution, or its data gradient: with stride 1 the same sum with the taps backwards. Null where the kernels do not fit: one stride of at
    /// most 2 (gradient: 4) for both axes, no dilation, at most 25 taps.
    /// </summary>
    public static Recipe? Of(Node node, ConvSizes s, DeviceTraits device, bool gradInput)
    {
        if (!Fits(s, gradInput ? 4 : 2))
            return null;
        var g = s.G;
        int stride = g.StrideY, pitch = Packing.Chunks(s.Channels) * 2, fours = (s.Channels + 3) / 4;
        bool flip = gradInput && stride == 1, spread = gradInput && stride > 1;
        var (from, to) = gradInput ? (s.Y, s.X) : (s.X, s.Y);
        // Larger tiles reuse more of the input; smaller ones keep the unrolled code, and with it the time to compile it, in bounds.
        var inFours = s.Channels % 4 == 0;
        var (tileX, tileY) = spread ? stride == 3 ? (3, 3) : (4, 4)
            : s.Taps > 9 || (stride == 2 && !inFours) ? (4, 2)
            : stride == 2 || !inFours ? (4, 4)
            : (7, 4);
        var (top, left) = flip ? (s.KernelHeight - 1 - g.Top, s.KernelWidth - 1 - g.Left)
            : spread ? (g.Top / stride, g.Left / stride)
            : (g.Top, g.Left);
        var tilesX = (to[3] + tileX - 1) / tileX;
        var threads = (long)tilesX * fours;
        if (threads > Math.Min(device.MaxGroupsX * 8, 1 << 24)
            || Range1.TrySplit(s.Images, device.MaxGroupsY, device, s.XBytes, s.YBytes) is not { } ranges)
        {
            return null;
        }
        var epilogue = new EpilogueOperands(node.Epilogue, s.Channels, Operand.Derived(0));
        long fromBytes = from.Bytes / s.Images, toBytes = to.Bytes / s.Images;
        (int, uint)[] constants =
        [
            (0, inFours ? 1u : 0u), (1, (uint)tileX), (2, (uint)tileY), (3, (uint)s.KernelHeight), (4, (uint)s.KernelWidth), (5, (uint)stride),
            .. spread ? [(6, (uint)(g.Top % stride)), (7, (uint)(g.Left % stride)), (8, epilogue.HasResidual ? 1u : 0u)]
                : new[] { (6, flip ? 1u : 0u), (7, epilogue.HasResidual ? 1u : 0u) },
        ];
        var steps = new List<Step>();
        foreach (var images in ranges)
        {
            steps.Add(new Step(spread ? "Cnn/depthwise_grad_input" : "Cnn/depthwise", ((int)threads, (to[2] + tileY - 1) / tileY, images.Count),
                [from[2], from[3], fours, to[2], to[3], tilesX, top, left, pitch, .. epilogue.Push],
                images.Of(Operand.In(0), fromBytes, s.Images), Operand.Derived(0), images.Of(Operand.Out(), toBytes, s.Images),
                epilogue.Bias, epilogue.ScaleShift, epilogue.ResidualOf(images, toBytes, s.Images))
            {
                Constants = constants,
            });
        }
        return new Recipe("subgroup", steps)
        {
            Prepare = [Packing.Transpose(Operand.In(1), Operand.Derived(0), 1, s.Channels, s.Taps)],
            Derived = [16L * s.Taps * pitch],
        };
    }

    /// <summary>The weight gradient, its long sum cut into slabs of rows; null where the kernel does not fit, as above.</summary>
    public static Recipe? GradWeight(ConvSizes s, DeviceTraits device)
    {
        if (!Fits(s, 4) || Range1.TrySplit(s.Images, s.Images, device, s.XBytes, s.YBytes) is not { } ranges)
            return null;
        const int Tile = 4;
        int fours = (s.Channels + 3) / 4, rows = ranges[0].Count * s.OutHeight, rounds = (s.OutWidth + Tile - 1) / Tile,
            pitch = Packing.Up8((int)s.Weight.Count);
        // Some 64 workgroups keep the cores evenly busy, and no thread loops longer than the device does.
        var each = Math.Min((rows * (long)fours + 511) / 512, Threads.MostRounds / rounds);
        if (rounds > Threads.MostRounds || rows >= 1 << 24)
            return null;
        int slabs = (int)((rows + each - 1) / each), all = slabs * ranges.Length;
        if (slabs > device.MaxGroupsY || 4L * pitch * all > device.MaxBindingBytes)
            return null;
        var steps = new List<Step>();
        for (var i = 0; i < ranges.Length; i++)
        {
            steps.Add(new Step("Cnn/depthwise_grad_weight", (fours, slabs, 1),
                [s.Height, s.Width, fours, s.OutHeight, s.OutWidth, s.G.Top, s.G.Left, s.Channels, ranges[i].Count * s.OutHeight,
                    (int)each, i * slabs, pitch],
                ranges[i].Of(Operand.In(0), s.XBytes, s.Images), ranges[i].Of(Operand.In(1), s.YBytes, s.Images),
                all > 1 ? Operand.Scratch(0) : Operand.Out())
            {
                Constants =
                [
                    (0, s.Channels % 4 == 0 ? 1u : 0u), (1, Tile), (2, (uint)s.KernelHeight), (3, (uint)s.KernelWidth), (4, (uint)s.G.StrideY),
                ],
            });
        }
        if (all > 1)
            steps.Add(Packing.SumSplits(Operand.Scratch(0), Operand.Out(), (int)s.Weight.Count, all));
        return new Recipe("subgroup", steps) { Scratch = all > 1 ? [4L * pitch * all] : [] };
    }

    private static bool Fits(ConvSizes s, int mostStride) => s.InPerGroup == 1 && s.OutPerGroup == 1 && s.G.StrideY == s.G.StrideX
        && s.G.StrideY <= mostStride && s.G.DilationY * s.G.DilationX == 1 && s.Taps <= 25;
}
