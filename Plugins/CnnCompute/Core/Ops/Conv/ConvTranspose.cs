// Transposed convolutions as users call them: the data gradient of a convolution under its forward name.
namespace CnnCompute;

public readonly partial record struct Tensor
{
    /// <summary>
    /// Transposed convolution of this [N,C,H,W] with <paramref name="weight"/> [C,O/groups,kH,kW], as torch.nn.functional.conv_transpose2d without
    /// its bias: <c>out = (in - 1) * stride - before - after + dilation * (kernel - 1) + outputPadding + 1</c>.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor ConvTranspose2d(Tensor weight, int stride = 1, int padding = 0, int outputPadding = 0, int groups = 1, int dilation = 1) =>
        ConvTranspose2d(weight, ConvGeometry.Square(stride, padding, dilation, groups), (outputPadding, outputPadding));

    /// <summary>Transposed convolution of this [N,C,H,W] with <paramref name="weight"/> [C,O/groups,kH,kW], any geometry.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor ConvTranspose2d(Tensor weight, ConvGeometry geometry, (int H, int W) outputPadding = default)
    {
        Shape x = Shape, w = weight.Shape;
        ShapeException Fault(string rule) => new($"ConvTranspose2d with inputs {x}, {w}: {rule}");
        if (x.Rank != 4 || w.Rank != 4)
            throw Fault("needs an input [N,C,H,W] and a weight [C,O/groups,kH,kW]");
        if (geometry.FirstFault() is { } fault)
            throw Fault(fault);
        if (x[1] != w[0])
            throw Fault($"the input has {x[1]} channels, the weight takes {w[0]}");
        if (w[0] % geometry.Groups != 0)
            throw Fault($"{w[0]} channels cannot be split into {geometry.Groups} groups");
        if (outputPadding.H < 0 || outputPadding.W < 0 || outputPadding.H >= Math.Max(geometry.StrideY, geometry.DilationY)
            || outputPadding.W >= Math.Max(geometry.StrideX, geometry.DilationX))
        {
            throw Fault($"the output padding {outputPadding} must be smaller than the stride or the dilation");
        }

        // Padding the output takes away padding after it; what no tap reaches then is zero, and a multiple of the stride of it is not the
        // convolution's.
        var (bottom, tail) = Trade(geometry.Bottom, outputPadding.H);
        var (right, rest) = Trade(geometry.Right, outputPadding.W);
        var (zeroRows, zeroColumns) = (tail >= geometry.StrideY ? tail : 0, rest >= geometry.StrideX ? rest : 0);
        var g = geometry with { Bottom = bottom, Right = right };
        long height = ConvGeometry.Spread(x[2], w[2], g.StrideY, g.DilationY) - g.Top - bottom + tail - zeroRows,
            width = ConvGeometry.Spread(x[3], w[3], g.StrideX, g.DilationX) - g.Left - right + rest - zeroColumns,
            outs = (long)w[1] * g.Groups;
        if (height < 1 || width < 1)
            throw Fault($"its padding leaves {height + zeroRows}x{width + zeroColumns} outputs");
        if (!ConvGeometry.Fits(x[0], outs, height + g.Top + bottom + zeroRows, width + g.Left + right + zeroColumns))
        {
            throw Fault(
                $"the output [{x[0]},{outs},{height + zeroRows},{width + zeroColumns}] with its padding has more than {Shape.MaxCount} elements");
        }
        var y = Conv2dGradInput(weight, g, new Shape(x[0], (int)outs, (int)height, (int)width));
        return zeroRows + zeroColumns == 0 ? y : y.Pad([0, zeroColumns, 0, zeroRows]);
    }

    /// <summary>
    /// Transposed convolution of this [N,C,L] with <paramref name="weight"/> [C,O/groups,K], as torch.nn.functional.conv_transpose1d.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor ConvTranspose1d(Tensor weight, ConvGeometry geometry, int outputPadding = 0)
    {
        var (x, w) = AsRows("ConvTranspose1d", weight);
        return Squeezed(x.ConvTranspose2d(w, geometry with { StrideY = 1, DilationY = 1, Top = 0, Bottom = 0 }, (0, outputPadding)));
    }

    private static (int Padding, int Tail) Trade(int padding, int outputPadding) =>
        (Math.Max(0, padding - outputPadding), Math.Max(0, outputPadding - padding));
}
