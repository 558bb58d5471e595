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
        if (Packing.Fits(device) && (Depthwise.GradWeight(s, device) ?? Subgroup(s, device)) is { } fast)
            yield return fast;
    }

    private static Recipe Plain(ConvSizes s, DeviceTraits device)
    {
        var steps = new List<Step>();
        foreach (var outs in Range1.Split("Conv2dGradWeight weight", s.Outs, device.MaxGroupsY, device, s.RowBytes))
        {
            foreach (var images in Range1.Split("Conv2dGradWeight images", s.Images, s.Images, device, s.XBytes, s.YBytes))
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
    // A sum with few result tiles is cut into slabs, added in fixed order; images that one binding cannot hold make slabs too.
    private static Recipe? Subgroup(ConvSizes s, DeviceTraits device)
    {
        var unfold = s.InPerGroup % 4 != 0;
        if (s.Groups > 1 && (unfold || s.OutPerGroup < 4))
            return null;
        bool copyX = unfold || s.Padded, copyY = s.OutPerGroup % 8 != 0;
        // Loads of four elements from pixel to pixel and from group to group; a copy has pitches of eight.
        var inGroup = copyX ? Packing.Chunks(s.InPerGroup) * 2 : s.InPerGroup / 4;
        var pitch = unfold ? Packing.Chunks(s.Taps * s.Channels) * 2 : inGroup * s.Groups;
        int height = unfold ? s.OutHeight : s.PaddedHeight, width = unfold ? s.OutWidth : s.PaddedWidth;
        int outChunks = Packing.Chunks(s.OutPerGroup), columns = s.Taps * s.InPerGroup;
        long xBytes = 16L * height * width * pitch, yBytes = 32L * s.OutHeight * s.OutWidth * outChunks * s.Groups,
            slab = 4L * Packing.Up8((int)s.Weight.Count);
        var most = Math.Min(device.MaxGroupsY, (1 << 24) / (s.OutHeight * s.OutWidth));
        if (Range1.TrySplit(s.Images, most, device, s.XBytes, s.YBytes, xBytes, yBytes) is not { } imageRanges)
            return null;
        var splits = GemmTn.SplitsFor(s.OutPerGroup, columns, imageRanges[0].Count * s.OutHeight * s.OutWidth, s.Groups,
            (xBytes + (copyY ? yBytes : s.YBytes)) / (s.OutHeight * s.OutWidth));
        var slabs = imageRanges.Length * splits;
        if (slab * slabs > device.MaxBindingBytes)
            return null;

        long[] scratch = [copyX ? imageRanges[0].Count * xBytes : 32, copyY ? imageRanges[0].Count * yBytes : 32, slabs > 1 ? slab * slabs : 32];
        var steps = new List<Step>();
        for (var i = 0; i < imageRanges.Length; i++)
        {
            var images = imageRanges[i];
            Operand x = images.Of(Operand.In(0), s.XBytes, s.Images), y = images.Of(Operand.In(1), s.YBytes, s.Images);
            if (unfold)
            {
                steps.Add(Packing.Unfold(x, Operand.Scratch(0), s, images.Count));
            }
            else if (copyX)
            {
                steps.Add(Packing.Pad(x, Operand.Scratch(0), images.Count, s.Height, s.Width * s.Groups, s.InPerGroup, height, width * s.Groups,
                    s.G.Top, s.G.Left * s.Groups));
            }
            if (copyY)
            {
                steps.Add(Packing.Pad(y, Operand.Scratch(1), images.Count, s.OutHeight, s.OutWidth * s.Groups, s.OutPerGroup, s.OutHeight,
                    s.OutWidth * s.Groups));
            }
            var gemm = new GemmTn(s.OutPerGroup, columns, images.Count * s.OutHeight * s.OutWidth)
            {
                APitch = outChunks * s.Groups,
                AZ = outChunks,
                ImagePixels = s.OutHeight * s.OutWidth,
                RowPixels = s.OutWidth,
                BImage = height * width * pitch,
                BRow = (unfold ? 1 : s.G.StrideY) * width * pitch,
                BPixel = (unfold ? 1 : s.G.StrideX) * pitch,
                BZ = inGroup,
                Run = unfold ? 1 << 22 : s.InPerGroup / 4,
                Taps = s.KernelWidth,
                TapStep = s.G.DilationX * pitch,
                RowStep = s.G.DilationY * width * pitch,
                Splits = splits,
                OutSplit = Packing.Up8((int)s.Weight.Count),
                OutBase = i * splits * Packing.Up8((int)s.Weight.Count),
                Batch = s.Groups,
                OutZ = s.OutPerGroup * columns,
                Sums = true,
            };
            Operand a = copyY ? Operand.Scratch(1) : y, b = copyX ? Operand.Scratch(0) : x;
            steps.Add(gemm.Launch(a, b, slabs > 1 ? Operand.Scratch(2) : Operand.Out(), new EpilogueOperands(Epilogue.None, 1, a), a));
        }
        if (slabs > 1)
            steps.Add(Packing.SumSplits(Operand.Scratch(2), Operand.Out(), (int)s.Weight.Count, slabs));
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
