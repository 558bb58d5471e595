// The sliding window of pooling: PyTorch's arguments and output sizes.
namespace CnnCompute;

/// <summary>Kernel, stride, padding and dilation, each as (height, width), and whether the output size is rounded up.</summary>
public readonly record struct PoolWindow((int H, int W) Kernel, (int H, int W) Stride, (int H, int W) Padding, (int H, int W) Dilation, bool CeilMode)
{
    /// <summary>A square window; stride 0 means the kernel's size, as in PyTorch.</summary>
    public static PoolWindow Square(int kernel, int stride, int padding, int dilation, bool ceilMode)
    {
        var s = stride == 0 ? kernel : stride;
        return new PoolWindow((kernel, kernel), (s, s), (padding, padding), (dilation, dilation), ceilMode);
    }

    /// <summary>Shape of the pooled [N,C,H,W].</summary>
    /// <exception cref="ShapeException">Not rank 4, an argument out of range, or no window fits.</exception>
    public Shape Output(Op op, Shape x)
    {
        if (x.Rank != 4)
            throw ShapeException.For(op, [x], "the input must be [N,C,H,W]");
        if (Kernel.H < 1 || Kernel.W < 1 || Stride.H < 1 || Stride.W < 1 || Dilation.H < 1 || Dilation.W < 1)
            throw ShapeException.For(op, [x], "kernel, stride and dilation must be at least 1");
        if (Padding.H < 0 || Padding.W < 0 || Padding.H > Kernel.H / 2 || Padding.W > Kernel.W / 2)
            throw ShapeException.For(op, [x], $"padding {Padding} must be at most half of kernel {Kernel}");
        int h = Extent(x[2], Kernel.H, Stride.H, Padding.H, Dilation.H), w = Extent(x[3], Kernel.W, Stride.W, Padding.W, Dilation.W);
        return h > 0 && w > 0 ? new Shape(x[0], x[1], h, w) : throw ShapeException.For(op, [x], $"no window of {Kernel} fits");
    }

    /// <summary>Push constants of the pooling kernels: work items, channel blocks, then input, output, kernel, stride, padding, dilation as (h, w).</summary>
    internal PushWord[] Push(long count, int blocks, Shape x, Shape y) =>
    [
        (int)count, blocks, x[2], x[3], y[2], y[3], Kernel.H, Kernel.W, Stride.H, Stride.W, Padding.H, Padding.W, Dilation.H, Dilation.W,
    ];

    // With CeilMode the last window must still start inside the input or its left padding (PyTorch's rule).
    private int Extent(int size, int kernel, int stride, int padding, int dilation)
    {
        var room = size + 2 * padding - dilation * (kernel - 1) - 1;
        if (room < 0 && (!CeilMode || room + stride - 1 < 0))
            return 0;
        var n = (CeilMode ? room + stride - 1 : room) / stride + 1;
        return CeilMode && (n - 1) * stride >= size + padding ? n - 1 : n;
    }
}
