// The gradient of a convolution with respect to its weight.
namespace CnnCompute;

/// <summary>
/// dw[o,i,r,s] = sum over n,p,q of dy[n,o,p,q] * x[n, group(o) + i, p*stride + r*dilation - top, q*stride + s*dilation - left].
/// Inputs x [N,C,H,W] and dy [N,O,P,Q]; the result has shape <paramref name="Weight"/> [O,C/groups,kH,kW].
/// </summary>
public sealed partial record Conv2dGradWeightOp(ConvGeometry Geometry, Shape Weight) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var y = Geometry.OutputShape(this, inputs[0], Weight);
        return y == inputs[1] ? Weight : throw ShapeException.For(this, inputs, $"the convolution of {inputs[0]} with a weight {Weight} is {y}");
    }

    /// <inheritdoc/>
    public override long Macs(Node node) => ConvGeometry.Macs(node.Inputs[1].Shape, Weight);

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [node.Inputs[1].Conv2dGradInput(grad, Geometry, node.Inputs[0].Shape), node.Inputs[0].Conv2d(grad, Geometry)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var s = new ConvSizes(Geometry, node.Inputs[0].Shape, Weight, node.Inputs[1].Shape);
        yield return Plain(s, device);
        if (Tiled.GradWeight(s, device) is { } tiled)
            yield return tiled;
        if ((Depthwise.GradWeight(s, device) ?? (Packing.Fits(device) ? Subgroup(s.Merge(), device) : null)) is { } fast)
            yield return fast;
    }

    private static Recipe Plain(ConvSizes s, DeviceTraits device)
    {
        var steps = new List<Step>();
        foreach (var outs in Range1.Split(s.Outs, device.MaxGroupsY, device, s.RowBytes))
        {
            foreach (var images in Range1.Split(s.Images, s.Images, device, s.XBytes, s.YBytes))
            {
                foreach (var some in Range1.Rounds(images.Count, s.OutHeight * (s.OutWidth + 2)))
                {
                    foreach (var rows in Range1.Rounds(s.OutHeight, some.Count * (s.OutWidth + 2)))
                    {
                        steps.Add(new Step("Cnn/conv2d_grad_weight", (s.Taps * s.InPerGroup, outs.Count, 1),
                            [s.Height, s.Width, s.Channels, s.OutHeight, s.OutWidth, s.Outs, s.KernelHeight, s.KernelWidth, .. s.Window,
                                outs.First, some.First, some.Count, rows.First, rows.Count, images.First + some.First + rows.First > 0],
                            images.Of(Operand.In(0), s.XBytes, s.Images), images.Of(Operand.In(1), s.YBytes, s.Images),
                            outs.Of(Operand.Out(), s.RowBytes, s.Outs)));
                    }
                }
            }
        }
        return new Recipe("plain", steps);
    }

    // dy^T times the windows of x, summed over pixels; the windows are found in x by address where its channels come in fours, else unfolded.
    // Small groups are merged, and their own weights taken out of the result. A sum with few result tiles is cut into slabs, added in fixed order;
    // images that one binding cannot hold make slabs too.
    private static Recipe? Subgroup(ConvSizes? sizes, DeviceTraits device)
    {
        if (sizes is not { } s)
            return null;
        // With groups, channels that come in no fours are copied to a pitch of eights, and so are the result's.
        var (unfold, widened) = (s.Groups == 1 && s.InPerGroup % 4 != 0, s.Groups > 1 && s.InPerGroup % 4 != 0);
        var (ins, collapse) = (widened ? Packing.Up8(s.InPerGroup) : s.InPerGroup, widened || s.Merged > 1);
        var copyY = s.OutPerGroup % 8 != 0;
        bool CopiesX(ConvSizes part) => unfold || widened || part.Padded;
        // Loads of four elements from pixel to pixel and from group to group; a copy has pitches of eight.
        int InGroup(ConvSizes part) => CopiesX(part) ? Packing.Chunks(s.InPerGroup) * 2 : s.InPerGroup / 4;
        int Pitch(ConvSizes part) => unfold ? Packing.Chunks(s.Taps * s.Channels) * 2 : InGroup(part) * s.Groups;
        (int Height, int Width) Input(ConvSizes part) => unfold ? (part.OutHeight, part.OutWidth) : (part.PaddedHeight, part.PaddedWidth);
        int outChunks = Packing.Chunks(s.OutPerGroup), columns = s.Taps * ins, count = s.Outs * columns;
        // Windows of few elements fill a tile's rows better than its columns: then they are the rows, and the result is written transposed.
        var turn = unfold && !copyY && GemmTn.TileProducts(columns, s.Outs) < GemmTn.TileProducts(s.Outs, columns);
        long XCopy(ConvSizes part) => CopiesX(part) ? 16L * Input(part).Height * Input(part).Width * Pitch(part) : 0;
        long YCopy(ConvSizes part) => copyY ? 32L * part.OutHeight * part.OutWidth * outChunks * s.Groups : 0;
        var slab = 4L * Packing.Up8(count);
        if (ConvPart.Split(s, device, device.MaxGroupsY, 1 << 24, part => Math.Max(XCopy(part), YCopy(part))) is not { } cut)
            return null;
        var first = cut[0].S;
        var (readX, readY) = (16L * Input(first).Height * Input(first).Width * Pitch(first), copyY ? YCopy(first) : first.YBytes);
        var splits = GemmTn.SplitsFor(s.OutPerGroup, columns, (int)(first.Images * first.YPixels), s.Groups, (readX + readY) / first.YPixels);
        // Many bands make slabs enough.
        var least = Math.Min(splits, GemmTn.LeastSplits(first.Images * first.YPixels));
        splits = (int)Math.Clamp(device.MaxBindingBytes / (slab * cut.Count), least, splits);
        var slabs = cut.Count * splits;
        if (slab * slabs > device.MaxBindingBytes)
            return null;

        static long Held(long bytes) => Math.Max(32, bytes);
        long[] scratch =
        [
            Held(cut.Max(part => part.S.Images * XCopy(part.S))), Held(cut.Max(part => part.S.Images * YCopy(part.S))), slabs > 1 ? slab * slabs : 32,
            .. collapse ? [slab] : Array.Empty<long>(),
        ];
        Operand sums = collapse ? Operand.Scratch(3) : Operand.Out(), target = slabs > 1 ? Operand.Scratch(2) : sums;
        var steps = new List<Step>();
        for (var i = 0; i < cut.Count; i++)
        {
            var (part, p) = (cut[i], cut[i].S);
            var ((height, width), pitch, copyX) = (Input(p), Pitch(p), CopiesX(p));
            Operand x = part.X.Of(Operand.In(0)), y = part.Y.Of(Operand.In(1));
            if (unfold)
            {
                steps.Add(Packing.Unfold(part, Operand.In(0), Operand.Scratch(0)));
            }
            else if (copyX)
            {
                steps.Add(Packing.Pad(x, Operand.Scratch(0), p.Images, p.Height, p.Width * s.Groups, s.InPerGroup, height, width * s.Groups,
                    p.G.Top, p.G.Left * s.Groups, part.X.Base));
            }
            if (copyY)
            {
                steps.Add(Packing.Pad(y, Operand.Scratch(1), p.Images, p.OutHeight, p.OutWidth * s.Groups, s.OutPerGroup, p.OutHeight,
                    p.OutWidth * s.Groups, at: part.Y.Base));
            }
            var pixels = p.Images * p.OutHeight * p.OutWidth;
            var (outBase, none) = (i * splits * Packing.Up8(count), new EpilogueOperands(Epilogue.None, 1, y));
            if (turn)
            {
                var turned = new GemmTn(columns, s.Outs, pixels)
                {
                    APitch = pitch / 2,
                    BPixel = s.Outs / 4,
                    BBase = part.Y.Base / 4,
                    Splits = splits,
                    OutSplit = Packing.Up8(count),
                    OutPitch = 1,
                    OutStep = columns,
                    OutBase = outBase,
                    Sums = true,
                };
                steps.Add(turned.Launch(Operand.Scratch(0), y, target, none, y));
                continue;
            }
            var gemm = new GemmTn(s.OutPerGroup, columns, pixels)
            {
                APitch = outChunks * s.Groups,
                ABase = copyY ? 0 : part.Y.Base / 8,
                AZ = outChunks,
                ImagePixels = p.OutHeight * p.OutWidth,
                RowPixels = p.OutWidth,
                BImage = height * width * pitch,
                BRow = (unfold ? 1 : s.G.StrideY) * width * pitch,
                BPixel = (unfold ? 1 : s.G.StrideX) * pitch,
                BBase = copyX ? 0 : part.X.Base / 4,
                BZ = InGroup(p),
                Run = unfold ? 1 << 22 : ins / 4,
                Taps = s.KernelWidth,
                TapStep = s.G.DilationX * pitch,
                RowStep = s.G.DilationY * width * pitch,
                Splits = splits,
                OutSplit = Packing.Up8(count),
                OutBase = outBase,
                Batch = s.Groups,
                OutZ = s.OutPerGroup * columns,
                Sums = true,
            };
            Operand a = copyY ? Operand.Scratch(1) : y, b = copyX ? Operand.Scratch(0) : x;
            steps.Add(gemm.Launch(a, b, target, none, a));
        }
        if (slabs > 1)
            steps.Add(Packing.SumSplits(Operand.Scratch(2), sums, count, slabs));
        if (collapse)
            steps.Add(Packing.CollapseGroups(sums, Operand.Out(), s, ins));
        return new Recipe("subgroup", steps) { Scratch = scratch };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// The gradient with respect to a convolution's weight of shape <paramref name="weight"/>, this being its input and <paramref name="grad"/> its
    /// output's gradient.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Conv2dGradWeight(Tensor grad, ConvGeometry geometry, Shape weight) =>
        Graph.Append(new Conv2dGradWeightOp(geometry, weight), this, grad);
}
