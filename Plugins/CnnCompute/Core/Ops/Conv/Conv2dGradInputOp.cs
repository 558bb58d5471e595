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
        if ((Depthwise.Of(node, s, device, gradInput: true) ?? (Packing.Fits(device) ? Subgroup(node, s.Merge(), device) : null)) is { } fast)
            yield return fast;
    }

    private static Recipe Plain(Node node, ConvSizes s, DeviceTraits device)
    {
        var epilogue = new EpilogueOperands(node.Epilogue, s.Channels, Operand.In(0));
        var steps = new List<Step>();
        foreach (var images in Range1.Split(s.Images, device.MaxGroupsY, device, s.XBytes, s.YBytes))
        {
            foreach (var outs in Range1.Split(s.Outs, Range1.Rounds(s.Outs, s.Taps)[0].Count, device, s.RowBytes))
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
        GradPhase[] rows = RowsOf(s), columns = GradPhase.Of(s.Width, s.KernelWidth, s.G.StrideX, s.G.Left, s.G.DilationX);
        var (left, right) = GradPhase.Margin(columns, s.OutWidth);
        int width = left + s.OutWidth + right, chunks = Packing.Chunks(s.OutPerGroup), pitch = chunks * s.Groups;
        (int Top, int Bottom) Margin(ConvSizes part) => GradPhase.Margin(RowsOf(part), part.OutHeight);
        bool Copies(ConvSizes part) => (Margin(part).Top | Margin(part).Bottom | left | right) != 0 || s.OutPerGroup % 8 != 0;
        long CopyBytes(ConvSizes part) =>
            Copies(part) ? 32L * (Margin(part).Top + part.OutHeight + Margin(part).Bottom) * width * pitch : 0;
        var weightBytes = 32L * s.Channels * s.Taps * chunks + (long)device.BindingAlignment * rows.Length * columns.Length;
        if (s.Weight.Bytes > device.MaxBindingBytes || weightBytes > device.MaxBindingBytes
            || ConvPart.SplitGradient(s, device, device.MaxGroupsY, GemmNt.MostPixels(device), CopyBytes) is not { } cut)
        {
            return null;
        }

        var merged = s.Merged > 1;
        var source = merged ? Operand.Derived(1) : Operand.In(1);
        List<Step> prepare = merged ? [Packing.ExpandGroups(Operand.In(1), source, s, s.InPerGroup)] : [];
        var weights = new int[rows.Length, columns.Length];
        int weightBase = 0, align = Math.Max(1, device.BindingAlignment / 32);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                var (row, column) = (rows[i], columns[j]);
                int taps = row.Taps * column.Taps, depth = taps * chunks;
                weights[i, j] = weightBase;
                if (taps > 0)
                {
                    prepare.Add(Packing.Transpose(source, Operand.Derived(0), s.Groups, s.OutPerGroup, s.InPerGroup, s.KernelHeight,
                        s.KernelWidth, row.Taps, column.Taps, row.Last, column.Last, row.Step, column.Step, weightBase));
                }
                weightBase += (s.Channels * depth + align - 1) / align * align;
            }
        }
        var epilogue = new EpilogueOperands(node.Epilogue, s.Channels, Operand.Derived(0));
        var steps = new List<Step>();
        foreach (var part in cut)
        {
            var (p, (top, bottom), copy) = (part.S, Margin(part.S), Copies(part.S));
            var (height, phases) = (top + p.OutHeight + bottom, RowsOf(p));
            var input = copy ? Operand.Scratch(0) : part.Y.Of(Operand.In(0));
            if (copy)
            {
                steps.Add(Packing.Pad(part.Y.Of(Operand.In(0)), input, p.Images, p.OutHeight, p.OutWidth * s.Groups, s.OutPerGroup, height,
                    width * s.Groups, top, left * s.Groups, part.Y.Base));
            }
            for (var i = 0; i < phases.Length; i++)
            {
                for (var j = 0; j < columns.Length; j++)
                {
                    var (row, column) = (phases[i], columns[j]);
                    var depth = row.Taps * column.Taps * chunks;
                    var gemm = new GemmNt(s.InPerGroup, p.Images * row.Count * column.Count, depth)
                    {
                        ImagePixels = row.Count * column.Count,
                        RowPixels = column.Count,
                        InImage = height * width * pitch,
                        InRow = width * pitch,
                        InPixel = pitch,
                        InBase = ((row.First + top) * width + column.First + left) * pitch + (copy ? 0 : part.Y.Base / 8),
                        OutImage = p.Height * s.Width * s.Channels,
                        OutRow = s.G.StrideY * s.Width * s.Channels,
                        OutPixel = s.G.StrideX * s.Channels,
                        OutBase = part.X.Base + (row.Offset * s.Width + column.Offset) * s.Channels,
                        Run = chunks,
                        TapSkip = column.Dilation * pitch - chunks,
                        Taps = Math.Max(1, column.Taps),
                        RowSkip = (row.Dilation * width - column.Taps * column.Dilation) * pitch,
                        Batch = s.Groups,
                        WeightZ = s.InPerGroup * depth,
                        InZ = chunks,
                        OutZ = s.InPerGroup,
                        ChannelZ = s.InPerGroup,
                    };
                    var weight = depth == 0 ? Operand.Derived(0) : Operand.Derived(0, weights[i, j] * 32L);
                    steps.Add(gemm.Launch(device, weight, input, part.X.Of(Operand.Out()), epilogue, epilogue.ResidualOf(part.X)));
                }
            }
        }
        var copied = cut.Max(part => part.S.Images * CopyBytes(part.S));
        return new Recipe("subgroup", steps)
        {
            Prepare = prepare,
            Derived = merged ? [weightBytes, s.Weight.Bytes] : [weightBytes],
            Scratch = copied > 0 ? [copied] : [],
        };
    }

    private static GradPhase[] RowsOf(ConvSizes s) => GradPhase.Of(s.Height, s.KernelHeight, s.G.StrideY, s.G.Top, s.G.DilationY);
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
