// Recipes of the shared-memory kernels for GPUs.
namespace CnnCompute;

/// <summary>Tiled products for convolution, its gradients and matrices, where workgroups share memory cheaply: not on a software device.</summary>
internal static class Tiled
{
    // A tile of 128 reads half as much as two of 64, but only pays where there are enough of them to fill the device.
    private static int Tile(long rows, long columns, long z) => (rows + 127) / 128 * ((columns + 127) / 128) * z >= 256 ? 128 : 64;

    // Sixteen rows of two tiles, each one element longer.
    private static bool Fits(DeviceTraits device) => !device.IsCpu && device.SharedMemoryBytes >= 2 * 16 * 129 * 4;

    // Groups of fewer channels would leave most of a tile idle.
    private const int SmallestGroup = 16;

    private static int Groups(int items, int tile) => (items + tile - 1) / tile;

    /// <summary>Convolution; small groups are merged, null where they cannot be.</summary>
    public static Recipe? Conv2d(Node node, ConvSizes sizes, DeviceTraits device)
    {
        if (!Fits(device) || sizes.Merge(SmallestGroup) is not { } s || (s.Merged > 1 && s.Weight.Bytes > device.MaxBindingBytes)
            || Range1.TrySplit(s.Images, device.MaxGroupsX * 64 / (s.OutHeight * s.OutWidth), device, s.XBytes, s.YBytes) is not { } imageRanges
            || s.OutRanges(device, s.RowBytes) is not { } outRanges)
        {
            return null;
        }
        var (weight, epilogue) = (WeightOf(s), new EpilogueOperands(node.Epilogue, s.Outs, Operand.In(0, 0, 32)));
        var steps = new List<Step>();
        foreach (var images in imageRanges)
        {
            foreach (var outs in outRanges)
            {
                int pixels = images.Count * s.OutHeight * s.OutWidth, tile = Tile(pixels, outs.Count, s.Groups);
                steps.Add(new Step("Cnn/conv2d_tiled", (Groups(pixels, tile) * 256, Groups(outs.Count, tile), s.Groups),
                    [s.Height, s.Width, s.Channels, s.OutHeight, s.OutWidth, s.KernelHeight, s.KernelWidth, .. s.Window, pixels, outs.First,
                        outs.Count, .. epilogue.Push],
                    images.Of(Operand.In(0), s.XBytes, s.Images), s.Groups == 1 ? outs.Of(weight, s.RowBytes, s.Outs) : weight,
                    images.Of(Operand.Out(), s.YBytes, s.Images), epilogue.Bias, epilogue.ScaleShift, epilogue.ResidualOf(images, s.YBytes, s.Images))
                {
                    Constants = [(0, (uint)tile)],
                });
            }
        }
        return Expanding(new Recipe("tiled", steps), s);
    }

    /// <summary>A convolution's data gradient; small groups are merged, null where they cannot be.</summary>
    public static Recipe? GradInput(Node node, ConvSizes sizes, DeviceTraits device)
    {
        if (!Fits(device) || sizes.Merge(SmallestGroup) is not { } s || s.Weight.Bytes > device.MaxBindingBytes
            || Range1.TrySplit(s.Images, device.MaxGroupsX * 64 / (s.Height * s.Width), device, s.XBytes, s.YBytes) is not { } imageRanges)
        {
            return null;
        }
        var epilogue = new EpilogueOperands(node.Epilogue, s.Channels, Operand.In(0, 0, 32));
        var steps = new List<Step>();
        foreach (var images in imageRanges)
        {
            int pixels = images.Count * s.Height * s.Width, tile = Tile(pixels, s.InPerGroup, s.Groups);
            steps.Add(new Step("Cnn/conv2d_grad_input_tiled", (Groups(pixels, tile) * 256, Groups(s.InPerGroup, tile), s.Groups),
                [s.Height, s.Width, s.OutHeight, s.OutWidth, s.Outs, s.KernelHeight, s.KernelWidth, .. s.Window, pixels, .. epilogue.Push],
                images.Of(Operand.In(0), s.YBytes, s.Images), WeightOf(s), images.Of(Operand.Out(), s.XBytes, s.Images),
                epilogue.Bias, epilogue.ScaleShift, epilogue.ResidualOf(images, s.XBytes, s.Images))
            {
                Constants = [(0, (uint)tile)],
            });
        }
        return Expanding(new Recipe("tiled", steps), s);
    }

    /// <summary>A convolution's weight gradient, its long sum cut into slabs; small groups are merged, null where they cannot be.</summary>
    public static Recipe? GradWeight(ConvSizes sizes, DeviceTraits device)
    {
        if (!Fits(device) || sizes.Merge(SmallestGroup) is not { } s
            || Range1.TrySplit(s.Images, s.Images, device, s.XBytes, s.YBytes) is not { } imageRanges)
        {
            return null;
        }
        int columns = s.Taps * s.InPerGroup, perRange = imageRanges[0].Count * s.OutHeight * s.OutWidth,
            tile = Tile(s.OutPerGroup, columns, s.Groups);
        var tiles = Groups(s.OutPerGroup, tile) * Groups(columns, tile) * s.Groups;
        // Enough workgroups to fill a large GPU, but at least 512 pixels each, so that adding the slabs stays cheap.
        var splits = Math.Clamp(512 / tiles, 1, Math.Max(1, perRange / 512));
        int depth = (perRange + splits - 1) / splits, slab = Packing.Up8((int)s.Weight.Count), slabs = splits * imageRanges.Length;
        if (4L * slab * slabs > device.MaxBindingBytes || s.Groups * splits > device.MaxGroupsY)
            return null;
        var (merged, steps) = (s.Merged > 1, new List<Step>());
        var sums = merged ? Operand.Scratch(1) : Operand.Out();
        for (var i = 0; i < imageRanges.Length; i++)
        {
            var images = imageRanges[i];
            steps.Add(new Step("Cnn/conv2d_grad_weight_tiled", (Groups(s.OutPerGroup, tile) * 256, Groups(columns, tile), s.Groups * splits),
                [s.Height, s.Width, s.Channels, s.OutHeight, s.OutWidth, s.Outs, s.KernelHeight, s.KernelWidth, .. s.Window,
                    images.Count * s.OutHeight * s.OutWidth, splits, depth, i * splits * slab, slab],
                images.Of(Operand.In(0), s.XBytes, s.Images), images.Of(Operand.In(1), s.YBytes, s.Images),
                slabs > 1 ? Operand.Scratch(0) : sums)
            {
                Constants = [(0, (uint)tile)],
            });
        }
        if (slabs > 1)
            steps.Add(Packing.SumSplits(Operand.Scratch(0), sums, (int)s.Weight.Count, slabs));
        if (merged)
            steps.Add(Packing.CollapseGroups(sums, Operand.Out(), s, s.InPerGroup));
        return new Recipe("tiled", steps)
        {
            Scratch = merged ? [slabs > 1 ? 4L * slab * slabs : 32, 4L * slab] : slabs > 1 ? [4L * slab * slabs] : [],
        };
    }

    private static Operand WeightOf(ConvSizes s) => s.Merged > 1 ? Operand.Derived(0) : Operand.In(1);

    private static Recipe Expanding(Recipe recipe, ConvSizes s) => s.Merged == 1 ? recipe : recipe with
    {
        Prepare = [Packing.ExpandGroups(Operand.In(1), Operand.Derived(0), s, s.InPerGroup)],
        Derived = [s.Weight.Bytes],
    };

    /// <summary>Matrix product.</summary>
    public static Recipe? MatMul(Node node, MatMulSizes s, DeviceTraits device)
    {
        if (!Fits(device) || s.Parts(device) is not { } parts)
            return null;
        var epilogue = new EpilogueOperands(node.Epilogue, s.Columns, Operand.In(0, 0, 32));
        var steps = new List<Step>();
        foreach (var part in parts)
        {
            var tile = Tile(part.Rows.Count, part.Columns.Count, part.Batches.Count);
            // Two rounds over eight steps each, their end and the round around them: four for sixteen terms of the sum.
            foreach (var terms in Range1.Rounds(part.Depth.Count, 4, 16))
            {
                steps.Add(new Step("Cnn/matmul_tiled", (Groups(part.Rows.Count, tile) * 256, Groups(part.Columns.Count, tile), part.Batches.Count),
                    [part.Rows.Count, .. s.Push(part, terms), .. epilogue.Push], part.A, part.B, part.Out,
                    epilogue.Bias, epilogue.ScaleShift, epilogue.HasResidual ? part.Like(epilogue.Residual) : epilogue.Residual)
                {
                    Constants = [(0, (uint)tile), (1, s.TransA ? 0u : 1u), (2, s.TransB ? 1u : 0u)],
                });
            }
        }
        return new Recipe("tiled", steps);
    }
}
