// Two-dimensional convolution.
namespace CnnCompute;

/// <summary>
/// y[n,o,p,q] = sum over i,r,s of x[n, group(o) + i, p*stride + r*dilation - top, q*stride + s*dilation - left] * weight[o,i,r,s]
/// (cross-correlation, as torch.nn.functional.conv2d). Inputs x [N,C,H,W], weight [O,C/groups,kH,kW].
/// </summary>
public sealed partial record Conv2dOp(ConvGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override EpilogueParts Accepts => EpilogueParts.Bias | EpilogueParts.ScaleShift | EpilogueParts.Residual | EpilogueParts.Clamp;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Geometry.OutputShape(this, inputs[0], inputs[1]);

    /// <inheritdoc/>
    public override long Macs(Node node) => ConvGeometry.Macs(node.Shape, node.Inputs[1].Shape);

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
    [
        grad.Conv2dGradInput(node.Inputs[1], Geometry, node.Inputs[0].Shape),
        node.Inputs[0].Conv2dGradWeight(grad, Geometry, node.Inputs[1].Shape),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var s = new ConvSizes(Geometry, node.Inputs[0].Shape, node.Inputs[1].Shape, node.Shape);
        yield return Plain(node, s, device);
        if (Tiled.Conv2d(node, s, device) is { } tiled)
            yield return tiled;
        if ((Depthwise.Of(node, s, device, gradInput: false) ?? (Packing.Fits(device) ? Subgroup(node, s.Merge(), device) : null)) is { } fast)
            yield return fast;
        if (Packing.Fits(device) && Strips.Of(node, s, device) is { } strips)
            yield return strips;
        if (Packing.Fits(device) && FewChannels.Of(node, s, device) is { } few)
            yield return few;
    }

    private static Recipe Plain(Node node, ConvSizes s, DeviceTraits device)
    {
        var epilogue = new EpilogueOperands(node.Epilogue, s.Outs, Operand.In(0));
        var steps = new List<Step>();
        foreach (var images in Range1.Split(s.Images, device.MaxGroupsY, device, s.XBytes, s.YBytes))
        {
            foreach (var outs in Range1.Split(s.Outs, s.Outs, device, s.RowBytes))
            {
                foreach (var ins in Range1.Rounds(s.InPerGroup, s.Taps))
                {
                    steps.Add(new Step("Cnn/conv2d", (s.OutWidth * outs.Count, s.OutHeight, images.Count),
                        [s.Height, s.Width, s.Channels, s.OutHeight, s.OutWidth, s.KernelHeight, s.KernelWidth, .. s.Window,
                            outs.First, outs.Count, ins.First, ins.Count, ins.First > 0, ins.End == s.InPerGroup, .. epilogue.Push],
                        images.Of(Operand.In(0), s.XBytes, s.Images), outs.Of(Operand.In(1), s.RowBytes, s.Outs),
                        images.Of(Operand.Out(), s.YBytes, s.Images),
                        epilogue.Bias, epilogue.ScaleShift, epilogue.ResidualOf(images, s.YBytes, s.Images)));
                }
            }
        }
        return new Recipe("plain", steps);
    }

    // Unfolded windows are many times their input: bands of them stay in the cache, and memory small, however large the picture.
    private const long MostUnfolded = 32 << 20;

    // An implicit product: pixels by output channels, summed over taps and input channels. Input and weight are read in place where they lie
    // in pitches of eight channels and need no padding; few channels are unfolded into rows of all taps.
    private static Recipe? Subgroup(Node node, ConvSizes? sizes, DeviceTraits device)
    {
        if (sizes is not { } s)
            return null; // tiles of eight would be mostly padding
        var unfold = s.Groups * s.Merged == 1 && s.Channels <= 4 && s.Taps > 1;
        var chunks = Packing.Chunks(unfold ? s.Taps * s.Channels : s.InPerGroup);
        int pitch = chunks * s.Groups, depth = unfold ? chunks : s.Taps * chunks;
        bool Copies(ConvSizes part) => unfold || part.Padded || part.InPerGroup % 8 != 0;
        (int Height, int Width) Input(ConvSizes part) => unfold ? (part.OutHeight, part.OutWidth) : (part.PaddedHeight, part.PaddedWidth);
        long CopyBytes(ConvSizes part) => Copies(part) ? 32L * Input(part).Height * Input(part).Width * pitch : 0;
        var rowBytes = 32L * depth;
        if (ConvPart.Split(s, device, device.MaxGroupsY, GemmNt.MostPixels(device), CopyBytes, unfold ? MostUnfolded : long.MaxValue) is not { } cut
            || s.OutRanges(device, rowBytes) is not { } outRanges)
        {
            return null;
        }

        var packed = s.Merged > 1 || (unfold ? s.Taps * s.Channels % 8 != 0 : s.InPerGroup % 8 != 0);
        var weight = packed ? Operand.Derived(0) : Operand.In(1);
        var epilogue = new EpilogueOperands(node.Epilogue, s.Outs, weight with { Size = rowBytes });
        var steps = new List<Step>();
        foreach (var part in cut)
        {
            var p = part.S;
            var (height, width) = Input(p);
            var copy = Copies(p);
            var input = copy ? Operand.Scratch(0) : part.X.Of(Operand.In(0));
            if (unfold)
            {
                steps.Add(Packing.Unfold(part, Operand.In(0), input));
            }
            else if (copy)
            {
                steps.Add(Packing.Pad(part.X.Of(Operand.In(0)), input, p.Images, p.Height, p.Width * s.Groups, s.InPerGroup, height,
                    width * s.Groups, p.G.Top, p.G.Left * s.Groups, part.X.Base));
            }
            foreach (var outs in outRanges)
            {
                var gemm = new GemmNt(outs.Count, p.Images * p.OutHeight * p.OutWidth, depth)
                {
                    ImagePixels = p.OutHeight * p.OutWidth,
                    RowPixels = p.OutWidth,
                    InImage = height * width * pitch,
                    InRow = (unfold ? 1 : s.G.StrideY) * width * pitch,
                    InPixel = (unfold ? 1 : s.G.StrideX) * pitch,
                    InBase = copy ? 0 : part.X.Base / 8,
                    OutImage = p.OutHeight * p.OutWidth * s.Outs,
                    OutRow = p.OutWidth * s.Outs,
                    OutPixel = s.Outs,
                    OutBase = part.Y.Base + outs.First,
                    ChannelBase = outs.First,
                    Run = chunks,
                    TapSkip = unfold ? 0 : s.G.DilationX * pitch - chunks,
                    Taps = s.KernelWidth,
                    RowSkip = unfold ? 0 : (s.G.DilationY * width - s.KernelWidth * s.G.DilationX) * pitch,
                    Batch = s.Groups,
                    WeightZ = s.OutPerGroup * depth,
                    InZ = chunks,
                    OutZ = s.OutPerGroup,
                    ChannelZ = s.OutPerGroup,
                };
                var rows = s.Groups == 1 ? outs.Of(weight, rowBytes, s.Outs) : weight;
                steps.Add(gemm.Launch(device, rows, input, part.Y.Of(Operand.Out()), epilogue, epilogue.ResidualOf(part.Y)));
            }
        }
        var copied = cut.Max(part => part.S.Images * CopyBytes(part.S));
        return new Recipe("subgroup", steps)
        {
            Prepare = !packed ? []
                : s.Merged > 1 ? [Packing.ExpandGroups(Operand.In(1), weight, s, chunks * 8)]
                : unfold ? [Packing.PadRows(Operand.In(1), weight, s.Outs, s.Taps * s.Channels)]
                : [Packing.PadRows(Operand.In(1), weight, s.Outs * s.Taps, s.InPerGroup)],
            Derived = packed ? [s.Outs * rowBytes] : [],
            Scratch = copied > 0 ? [copied] : [],
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Convolves this [N,C,H,W] with <paramref name="weight"/> [O,C/groups,kH,kW], as torch.nn.functional.conv2d without its bias.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Conv2d(Tensor weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        Conv2d(weight, ConvGeometry.Square(stride, padding, dilation, groups));

    /// <summary>Convolves this [N,C,H,W] with <paramref name="weight"/> [O,C/groups,kH,kW], any geometry.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Conv2d(Tensor weight, ConvGeometry geometry) => Graph.Append(new Conv2dOp(geometry), this, weight);
}
