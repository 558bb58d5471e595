// One-dimensional convolution: two dimensions of which one has a single row.
namespace CnnCompute;

public readonly partial record struct Tensor
{
    /// <summary>Convolves this [N,C,L] with <paramref name="weight"/> [O,C/groups,K], as torch.nn.functional.conv1d without its bias.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Conv1d(Tensor weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        Conv1d(weight, new ConvGeometry(1, stride, 0, padding, 0, padding, 1, dilation, groups));

    /// <summary>Convolves this [N,C,L] with <paramref name="weight"/> [O,C/groups,K]; the geometry's numbers along x count.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Conv1d(Tensor weight, ConvGeometry geometry)
    {
        var (x, w) = AsRows("Conv1d", weight);
        return Squeezed(x.Conv2d(w, geometry with { StrideY = 1, DilationY = 1, Top = 0, Bottom = 0 }));
    }

    // [N,C,L] and a weight of three dimensions as pictures of one row.
    private (Tensor X, Tensor Weight) AsRows(string op, Tensor weight)
    {
        Shape x = Shape, w = weight.Shape;
        return x.Rank == 3 && w.Rank == 3
            ? (Reshape(x[0], x[1], 1, x[2]), weight.Reshape(w[0], w[1], 1, w[2]))
            : throw new ShapeException($"{op} with inputs {x}, {w}: needs an input [N,C,L] and a weight of three dimensions");
    }

    private static Tensor Squeezed(Tensor y) => y.Reshape(y.Shape[0], y.Shape[1], y.Shape[3]);
}
