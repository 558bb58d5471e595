// The recipes of Cnn/depthwise and its gradients: convolutions with one input and one output channel a group.
namespace CnnCompute;

/// <summary>
/// Depthwise convolution and its two gradients, a vector of channels a thread: for software Vulkan and, in smaller tiles and larger workgroups, for
/// GPUs. Channels that come in no fours are loaded one by one.
/// </summary>
internal static class Depthwise
{
    /// <summary>
    /// Convolution, or its data gradient: with stride 1 the same sum with the taps backwards. Null where the kernels do not fit: one stride of at
    /// most 2 (gradient: 4) for both axes, no dilation, at most 25 taps.
    /// </summary>
    public static Recipe? Of(Node node, ConvSizes s, DeviceTraits device, bool gradInput)
    {
        if (!Fits(s, device, gradInput ? 4 : 2))
            return null;
        var g = s.G;
        int stride = g.StrideY, pitch = Packing.Chunks(s.Channels) * 2, fours = (s.Channels + 3) / 4;
        bool flip = gradInput && stride == 1, spread = gradInput && stride > 1;
        // Larger tiles reuse more of the input; smaller ones keep the unrolled code, and with it the time to compile it, in bounds.
        var inFours = s.Channels % 4 == 0;
        var (tileX, tileY) = !device.IsCpu ? spread ? (stride, stride) : (4, 2)
            : spread ? stride == 3 ? (3, 3) : (4, 4)
            : s.Taps > 9 || (stride == 2 && !inFours) ? (4, 2)
            : stride == 2 || !inFours ? (4, 4)
            : (7, 4);
        (int Top, int Left) Begin(ConvGeometry of) => flip ? (s.KernelHeight - 1 - of.Top, s.KernelWidth - 1 - of.Left)
            : spread ? (Floor(of.Top, stride), of.Left / stride)
            : (of.Top, of.Left);
        var tilesX = ((gradInput ? s.Width : s.OutWidth) + tileX - 1) / tileX;
        var threads = (long)tilesX * fours;
        if (threads > Math.Min(device.MaxGroupsX * 8, 1 << 24))
            return null;
        var cut = gradInput ? ConvPart.SplitGradient(s, device, device.MaxGroupsY, long.MaxValue, _ => 0)
            : ConvPart.Split(s, device, device.MaxGroupsY, long.MaxValue, _ => 0, rows: Math.Max(8, device.BindingAlignment / 4));
        if (cut is null || !cut.All(part => part.IsAligned))
            return null;
        var epilogue = new EpilogueOperands(node.Epilogue, s.Channels, Operand.Derived(0));
        (int, uint)[] constants =
        [
            (0, inFours ? 1u : 0u), (1, (uint)tileX), (2, (uint)tileY), (3, (uint)s.KernelHeight), (4, (uint)s.KernelWidth), (5, (uint)stride),
            (9, ThreadsOf(device)),
            .. spread ? [(6, (uint)(g.Top - Floor(g.Top, stride) * stride)), (7, (uint)(g.Left % stride)), (8, epilogue.HasResidual ? 1u : 0u)]
                : new[] { (6, flip ? 1u : 0u), (7, epilogue.HasResidual ? 1u : 0u) },
        ];
        var steps = new List<Step>();
        foreach (var part in cut)
        {
            var (from, to) = gradInput ? (part.S.Y, part.S.X) : (part.S.X, part.S.Y);
            var (fromPiece, toPiece) = gradInput ? (part.Y, part.X) : (part.X, part.Y);
            var (top, left) = Begin(part.S.G);
            steps.Add(new Step(spread ? "Cnn/depthwise_grad_input" : "Cnn/depthwise", ((int)threads, (to[2] + tileY - 1) / tileY, to[0]),
                [from[2], from[3], fours, to[2], to[3], tilesX, top, left, pitch, .. epilogue.Push],
                fromPiece.Of(Operand.In(0)), Operand.Derived(0), toPiece.Of(Operand.Out()),
                epilogue.Bias, epilogue.ScaleShift, epilogue.ResidualOf(toPiece))
            {
                Constants = constants,
            });
        }
        return new Recipe(NameOn(device), steps)
        {
            Prepare = [Packing.Transpose(Operand.In(1), Operand.Derived(0), 1, s.Channels, s.Taps)],
            Derived = [16L * s.Taps * pitch],
        };
    }

    /// <summary>The weight gradient, its long sum cut into slabs of rows; null where the kernel does not fit, as above.</summary>
    public static Recipe? GradWeight(ConvSizes s, DeviceTraits device)
    {
        if (!Fits(s, device, 4) || ConvPart.Split(s, device, s.Images, long.MaxValue, _ => 0) is not { } cut || !cut.All(part => part.IsAligned))
            return null;
        const int Tile = 4;
        int fours = (s.Channels + 3) / 4, rows = cut[0].S.Images * cut[0].S.OutHeight, rounds = (s.OutWidth + Tile - 1) / Tile,
            pitch = Packing.Up8((int)s.Weight.Count);
        // Some 64 workgroups keep the cores evenly busy, and no thread loops longer than the device does.
        var each = Math.Min((rows * (long)fours + 511) / 512, Threads.MostRounds / rounds);
        if (rounds > Threads.MostRounds || rows >= 1 << 24)
            return null;
        int slabs = (int)((rows + each - 1) / each), all = slabs * cut.Count;
        if (slabs > device.MaxGroupsY || 4L * pitch * all > device.MaxBindingBytes)
            return null;
        var steps = new List<Step>();
        for (var i = 0; i < cut.Count; i++)
        {
            var p = cut[i].S;
            steps.Add(new Step("Cnn/depthwise_grad_weight", (fours, slabs, 1),
                [p.Height, p.Width, fours, p.OutHeight, p.OutWidth, p.G.Top, p.G.Left, p.Channels, p.Images * p.OutHeight,
                    (int)each, i * slabs, pitch],
                cut[i].X.Of(Operand.In(0)), cut[i].Y.Of(Operand.In(1)),
                all > 1 ? Operand.Scratch(0) : Operand.Out())
            {
                Constants =
                [
                    (0, s.Channels % 4 == 0 ? 1u : 0u), (1, Tile), (2, (uint)s.KernelHeight), (3, (uint)s.KernelWidth), (4, (uint)s.G.StrideY),
                    (9, ThreadsOf(device)),
                ],
            });
        }
        if (all > 1)
            steps.Add(Packing.SumSplits(Operand.Scratch(0), Operand.Out(), (int)s.Weight.Count, all));
        return new Recipe(NameOn(device), steps) { Scratch = all > 1 ? [4L * pitch * all] : [] };
    }

    // A subgroup of a software device; enough to fill several of a GPU.
    private static uint ThreadsOf(DeviceTraits device) => device.IsCpu ? 8u : 64u;

    private static string NameOn(DeviceTraits device) => device.IsCpu ? "subgroup" : "depthwise";

    // A band's padding may be negative.
    private static int Floor(int a, int b) => (a - (b - 1) * (a < 0 ? 1 : 0)) / b;

    private static bool Fits(ConvSizes s, DeviceTraits device, int mostStride) =>
        (device.IsCpu ? Packing.Fits(device) : device.HasInt64) && s.InPerGroup == 1 && s.OutPerGroup == 1 && s.G.StrideY == s.G.StrideX
        && s.G.StrideY <= mostStride && s.G.DilationY * s.G.DilationX == 1 && s.Taps <= 25;
}
