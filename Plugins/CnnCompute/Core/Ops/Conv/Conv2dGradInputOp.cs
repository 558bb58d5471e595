// The gradient of a convolution with respect to its input; the transposed convolution.
namespace CnnCompute;

/// <summary>
/// Spreads dy [N,O,P,Q] through weight [O,C/groups,kH,kW] onto <paramref name="Input"/> [N,C,H,W]: every product of the convolution, seen from x.
/// Also ConvTranspose2d, whose weight [in,out/groups,kH,kW] it takes as it is.
/// </summary>
public sealed partial record Conv2dGradInputOp(ConvGeometry Geometry, Shape Input) : Op
{
    /// <inheritdoc/>
    public override EpilogueParts Accepts => EpilogueParts.Bias | EpilogueParts.ScaleShift | EpilogueParts.Residual | EpilogueParts.Clamp;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var y = Geometry.OutputShape(this, Input, inputs[1]);
        return y == inputs[0] ? Input : throw ShapeException.For(this, inputs, $"the convolution of {Input} with this weight is {y}");
    }

    /// <inheritdoc/>
    public override long Macs(Node node) => ConvGeometry.Macs(node.Inputs[0].Shape, node.Inputs[1].Shape);

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Conv2d(node.Inputs[1], Geometry), grad.Conv2dGradWeight(node.Inputs[0], Geometry, node.Inputs[1].Shape)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var s = new ConvSizes(Geometry, Input, node.Inputs[1].Shape, node.Inputs[0].Shape);
        yield return Plain(node, s, device);
        if (Tiled.GradInput(node, s, device) is { } tiled)
            yield return tiled;
        if (Packing.Fits(device) && (Depthwise.Of(node, s, device, gradInput: true) ?? Subgroup(node, s.Merge(), device)) is { } fast)
            yield return fast;
    }

    private static Recipe Plain(Node node, ConvSizes s, DeviceTraits device)
    {
        var epilogue = new EpilogueOperands(node.Epilogue, s.Channels, Operand.In(0));
        var steps = new List<Step>();
        foreach (var images in Range1.Split("Conv2dGradInput images", s.Images, device.MaxGroupsY, device, s.XBytes, s.YBytes))
        {
            foreach (var outs in Range1.Split("Conv2dGradInput weight", s.Outs, Range1.Rounds(s.Outs, s.Taps)[0].Count, device, s.RowBytes))
            {
                steps.Add(new Step("Cnn/conv2d_grad_input", (s.Width * s.Channels, s.Height, images.Count),
                    [s.Height, s.Width, s.OutHeight, s.OutWidth, s.Outs, s.KernelHeight, s.KernelWidth, .. s.Window,
                        outs.First, outs.Count, outs.First > 0, outs.End == s.Outs, .. epilogue.Push],
                    images.Of(Operand.In(0), s.YBytes, s.Images), outs.Of(Operand.In(1), s.RowBytes, s.Outs),
                    images.Of(Operand.Out(), s.XBytes, s.Images),
                    epilogue.Bias, epilogue.ScaleShift, epilogue.ResidualOf(images, s.XBytes, s.Images)));
            }
        }
        return new Recipe("plain", steps);
    }

    // For each phase of the stride (GradPhase) the gradient is a dense convolution of dy with that phase's taps, backwards and transposed: the
    // forward kernel on a padded dy, writing every stride-th pixel. No zeros are inserted, so no product is wasted.
    private static Recipe? Subgroup(Node node, ConvSizes? sizes, DeviceTraits device)
    {
        if (sizes is not { } s)
            return null;
        GradPhase[] rows = GradPhase.Of(s.Height, s.KernelHeight, s.G.StrideY, s.G.Top, s.G.DilationY),
            columns = GradPhase.Of(s.Width, s.KernelWidth, s.G.StrideX, s.G.Left, s.G.DilationX);
        var ((top, bottom), (left, right)) = (GradPhase.Margin(rows, s.OutHeight), GradPhase.Margin(columns, s.OutWidth));
        int height = top + s.OutHeight + bottom, width = left + s.OutWidth + right, chunks = Packing.Chunks(s.OutPerGroup), pitch = chunks * s.Groups;
        var copy = (top | bottom | left | right) != 0 || s.OutPerGroup % 8 != 0;
        long imageBytes = 32L * height * width * pitch,
            weightBytes = 32L * s.Channels * s.Taps * chunks + (long)device.BindingAlignment * rows.Length * columns.Length;
        var most = Math.Min(device.MaxGroupsY, GemmNt.MostPixels(device) / (s.Height * s.Width));
        if (s.Weight.Bytes > device.MaxBindingBytes || weightBytes > device.MaxBindingBytes
            || Range1.TrySplit(s.Images, most, device, s.XBytes, s.YBytes, imageBytes) is not { } imageRanges)
        {
            return null;
        }

        var merged = s.Merged > 1;
        var source = merged ? Operand.Derived(1) : Operand.In(1);
        List<Step> prepare = merged ? [Packing.ExpandGroups(Operand.In(1), source, s, s.InPerGroup)] : [];
        var launches = new List<(int WeightBase, GemmNt Gemm)>();
        int weightBase = 0, align = Math.Max(1, device.BindingAlignment / 32);
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                int taps = row.Taps * column.Taps, depth = taps * chunks;
                if (taps > 0)
                {
                    prepare.Add(Packing.Transpose(source, Operand.Derived(0), s.Groups, s.OutPerGroup, s.InPerGroup, s.KernelHeight,
                        s.KernelWidth, row.Taps, column.Taps, row.Last, column.Last, row.Step, column.Step, weightBase));
                }
                launches.Add((weightBase, new GemmNt(s.InPerGroup, row.Count * column.Count, depth)
                {
                    ImagePixels = row.Count * column.Count,
                    RowPixels = column.Count,
                    InImage = height * width * pitch,
                    InRow = width * pitch,
                    InPixel = pitch,
                    InBase = ((row.First + top) * width + column.First + left) * pitch,
                    OutImage = s.Height * s.Width * s.Channels,
                    OutRow = s.G.StrideY * s.Width * s.Channels,
                    OutPixel = s.G.StrideX * s.Channels,
                    OutBase = (row.Offset * s.Width + column.Offset) * s.Channels,
                    Run = chunks,
                    TapSkip = column.Dilation * pitch - chunks,
                    Taps = Math.Max(1, column.Taps),
                    RowSkip = (row.Dilation * width - column.Taps * column.Dilation) * pitch,
                    Batch = s.Groups,
                    WeightZ = s.InPerGroup * depth,
                    InZ = chunks,
                    OutZ = s.InPerGroup,
                    ChannelZ = s.InPerGroup,
                }));
                weightBase += (s.Channels * depth + align - 1) / align * align;
            }
        }
        var epilogue = new EpilogueOperands(node.Epilogue, s.Channels, Operand.Derived(0));
        var steps = new List<Step>();
        foreach (var images in imageRanges)
        {
            var y = images.Of(Operand.In(0), s.YBytes, s.Images);
            var input = copy ? Operand.Scratch(0) : y;
            if (copy)
            {
                steps.Add(Packing.Pad(y, input, images.Count, s.OutHeight, s.OutWidth * s.Groups, s.OutPerGroup, height, width * s.Groups, top,
                    left * s.Groups));
            }
            foreach (var (at, gemm) in launches)
            {
                var weight = gemm.Depth == 0 ? Operand.Derived(0) : Operand.Derived(0, at * 32L);
                steps.Add((gemm with { Pixels = images.Count * gemm.Pixels }).Launch(
                    device, weight, input, images.Of(Operand.Out(), s.XBytes, s.Images), epilogue,
                    epilogue.ResidualOf(images, s.XBytes, s.Images)));
            }
        }
        return new Recipe("subgroup", steps)
        {
            Prepare = prepare,
            Derived = merged ? [weightBytes, s.Weight.Bytes] : [weightBytes],
            Scratch = copy ? [imageRanges[0].Count * imageBytes] : [],
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// The gradient with respect to a convolution's input of shape <paramref name="input"/>, this being the gradient of its output.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Conv2dGradInput(Tensor weight, ConvGeometry geometry, Shape input) =>
        Graph.Append(new Conv2dGradInputOp(geometry, input), this, weight);
}
