// Pooling over one axis or three: pools along two axes and one, as maxima, sums and means allow; each is a view of rank 4.
namespace CnnCompute;

/// <summary>A pool's window along one axis; stride 0 means the kernel's size.</summary>
public readonly record struct PoolAxis(int Kernel, int Stride = 0, int Before = 0, int After = 0, int Dilation = 1);

public readonly partial record struct Tensor
{
    /// <summary>Max pooling of [N,C,...] over as many axes as are given, of any number, by ONNX's rules (<see cref="PoolWindow.Onnx"/>).</summary>
    /// <exception cref="ShapeException">The axes are not those after N and C, or a window does not fit.</exception>
    public Tensor MaxPool(ReadOnlySpan<PoolAxis> axes, bool ceilMode = false, bool ceilBeyond = false) =>
        PoolNd("MaxPool", axes, ceilMode, ceilBeyond, false, (x, window, _) => x.MaxPool2d(window));

    /// <summary>
    /// Average pooling of [N,C,...] over any number of axes, by ONNX's rules; <paramref name="divisor"/> replaces the number of taps where it is not
    /// 0.
    /// </summary>
    /// <exception cref="ShapeException">The axes are not those after N and C, or a window does not fit.</exception>
    public Tensor AvgPool(
        ReadOnlySpan<PoolAxis> axes, bool ceilMode = false, bool countIncludePad = true, int divisor = 0, bool ceilBeyond = false) =>
            PoolNd("AvgPool", axes, ceilMode, ceilBeyond, false,
                (x, window, last) => x.AvgPool2d(window, countIncludePad, divisor == 0 ? 0 : last ? divisor : 1));

    /// <summary>Norms of windows of [N,C,...] over any number of axes, by ONNX's rules.</summary>
    /// <exception cref="ShapeException">The axes are not those after N and C, or a window does not fit.</exception>
    public Tensor LpPool(float norm, ReadOnlySpan<PoolAxis> axes, bool ceilMode = false, bool ceilBeyond = false) =>
        PoolNd("LpPool", axes, ceilMode, ceilBeyond, false, (x, window, _) => x.LpPool2d(norm, window));

    /// <summary>As torch.nn.functional.max_pool1d of [N,C,L].</summary>
    public Tensor MaxPool1d(int kernel, int stride = 0, int padding = 0, int dilation = 1, bool ceilMode = false) =>
        PoolNd("MaxPool1d", [new(kernel, stride, padding, padding, dilation)], ceilMode, false, true, (x, window, _) => x.MaxPool2d(window));

    /// <summary>As torch.nn.functional.avg_pool1d of [N,C,L].</summary>
    public Tensor AvgPool1d(int kernel, int stride = 0, int padding = 0, bool ceilMode = false, bool countIncludePad = true) =>
        PoolNd("AvgPool1d", [new(kernel, stride, padding, padding)], ceilMode, false, true, (x, window, _) => x.AvgPool2d(window, countIncludePad));

    /// <summary>As torch.nn.functional.max_pool3d of [N,C,D,H,W].</summary>
    public Tensor MaxPool3d(int kernel, int stride = 0, int padding = 0, int dilation = 1, bool ceilMode = false)
    {
        var axis = new PoolAxis(kernel, stride, padding, padding, dilation);
        return PoolNd("MaxPool3d", [axis, axis, axis], ceilMode, false, true, (x, window, _) => x.MaxPool2d(window));
    }

    /// <summary>As torch.nn.functional.avg_pool3d of [N,C,D,H,W].</summary>
    public Tensor AvgPool3d(int kernel, int stride = 0, int padding = 0, bool ceilMode = false, bool countIncludePad = true)
    {
        var axis = new PoolAxis(kernel, stride, padding, padding);
        return PoolNd("AvgPool3d", [axis, axis, axis], ceilMode, false, true, (x, window, _) => x.AvgPool2d(window, countIncludePad));
    }

    // The last two axes together, the others one by one; pool(x, window, whether it is the last) takes [outer,1,H,W], a view but for rank 4.
    private Tensor PoolNd(
        string name, ReadOnlySpan<PoolAxis> axes, bool ceilMode, bool ceilBeyond, bool strict, Func<Tensor, PoolWindow, bool, Tensor> pool)
    {
        var shape = Shape;
        if (axes.Length == 0 || axes.Length != shape.Rank - 2)
            throw new ShapeException($"{name} of {shape}: {axes.Length} axes are pooled, the input must be [N,C] and as many axes");
        var x = this;
        try
        {
            for (var last = axes.Length - 1; last >= 0; last--)
            {
                var pair = last == axes.Length - 1 && last > 0;
                PoolAxis h = axes[pair ? last - 1 : last], w = pair ? axes[last] : new(1, 1);
                var window = new PoolWindow((h.Kernel, w.Kernel), (Stride(h), Stride(w)), (h.Before, w.Before), (h.Dilation, w.Dilation), ceilMode)
                {
                    End = (h.After, w.After),
                    AnyPadding = !strict,
                    CeilBeyond = ceilBeyond,
                };
                if (pair)
                    last--;
                if (shape.Rank == 4)
                    return pool(x, window, true);
                var sizes = x.Shape.ToArray();
                int first = last + 2, behind = first + (pair ? 2 : 1);
                int outer = sizes[..first].Aggregate(1, (n, d) => n * d),
                    inner = pair ? sizes[first + 1] : sizes[behind..].Aggregate(1, (n, d) => n * d);
                var y = pool(x.Reshape(outer, 1, sizes[first], inner), window, last == 0);
                sizes[first] = y.Shape[2];
                if (pair)
                    sizes[first + 1] = y.Shape[3];
                x = y.Reshape(new Shape(sizes));
            }
            return x;
        }
        catch (ShapeException e)
        {
            throw new ShapeException($"{name} of {shape}: {e.Message}");
        }

        static int Stride(PoolAxis axis) => axis.Stride == 0 ? axis.Kernel : axis.Stride;
    }
}
