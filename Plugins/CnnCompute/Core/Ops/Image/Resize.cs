// Resizing tensors of any rank: ONNX's Resize and PyTorch's interpolate, made of resamplings along one axis or two.
namespace CnnCompute;

/// <summary>Everything about a resize but its sizes.</summary>
public sealed record ResizeOptions(ResizeMode Mode = ResizeMode.Nearest, CoordinateMode Coordinates = CoordinateMode.HalfPixel)
{
    /// <summary>Which sample is nearest.</summary>
    public NearestMode Nearest { get; init; }

    /// <summary>Keys' coefficient of the cubic.</summary>
    public float CubicCoefficient { get; init; } = -0.75f;

    /// <summary>Whether samples outside the input weigh nothing instead of repeating the border.</summary>
    public bool ExcludeOutside { get; init; }

    /// <summary>Whether linear and cubic filters widen where they shrink (ONNX opset 18, PIL).</summary>
    public bool Antialias { get; init; }

    /// <summary>One scale of all axes, a fraction, where sizes are given that it does not make exactly; null: each axis has size by size.</summary>
    public (int To, int From)? Scale { get; init; }

    /// <summary>Value outside the input, with <see cref="CoordinateMode.TfCropAndResize"/>.</summary>
    public float Extrapolation { get; init; }

    /// <summary>What torch.nn.functional.interpolate does.</summary>
    public static ResizeOptions Torch(ResizeMode mode, bool alignCorners = false, bool antialias = false) => mode == ResizeMode.Nearest
        ? new(mode, CoordinateMode.Asymmetric) { Nearest = NearestMode.Floor }
        : new(mode, alignCorners ? CoordinateMode.AlignCorners : CoordinateMode.HalfPixel)
        {
            Antialias = antialias,
            ExcludeOutside = antialias,
            CubicCoefficient = antialias ? -0.5f : -0.75f,
        };
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// ONNX's Resize along <paramref name="axes"/>: to <paramref name="sizes"/>, or by <paramref name="scales"/> to floor(size * scale) (one of them
    /// is empty). <paramref name="roi"/> holds starts, then ends, for <see cref="CoordinateMode.TfCropAndResize"/>.
    /// </summary>
    /// <exception cref="ShapeException">Numbers do not fit the axes, or a size is out of range.</exception>
    public Tensor Resize(
        ResizeOptions options, ReadOnlySpan<int> axes, ReadOnlySpan<int> sizes, ReadOnlySpan<float> scales = default,
        ReadOnlySpan<float> roi = default)
    {
        var (x, crop, shape) = (this, options.Coordinates == CoordinateMode.TfCropAndResize, Shape);
        if (sizes.Length != axes.Length && (sizes.Length > 0 || scales.Length != axes.Length) || (crop && roi.Length != 2 * axes.Length))
        {
            throw new ShapeException(
                $"Resize of {shape}: {axes.Length} axes, but {sizes.Length} sizes, {scales.Length} scales and {roi.Length} numbers of a region");
        }
        var filter = new ResizeFilter(
            options.Mode, options.Nearest, options.CubicCoefficient, options.ExcludeOutside, crop, crop ? options.Extrapolation : 0);
        var changes = new SortedDictionary<int, ResizeAxis>();
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = axes[i] < 0 ? axes[i] + shape.Rank : axes[i];
            var scale = sizes.Length > 0 ? 0 : scales[i];
            if (axis < 0 || axis >= shape.Rank || changes.ContainsKey(axis)
                || (sizes.Length == 0 && !(scale > 0 && shape[axis] * scale < int.MaxValue)))
            {
                throw new ShapeException($"Resize of {shape}: axis {axes[i]} by {scale}: axes must exist once, scales be positive and finite");
            }
            // In floats, as ONNX's runtimes multiply: ten elements by 0.7 are seven.
            var outs = sizes.Length > 0 ? sizes[i] : (int)MathF.Floor(shape[axis] * scale);
            if (outs < 1)
                throw new ShapeException($"Resize of {shape}: axis {axis} would have {outs} elements, it must keep at least 1");
            var ratio = sizes.Length > 0 ? options.Scale : null;
            if (outs != shape[axis] || crop || (scale is not (0 or 1)) || (ratio is { } r && r.To != r.From))
            {
                changes[axis] = ResizeAxis.Of(
                    shape[axis], outs, scale, options.Coordinates, options.Antialias, crop ? (roi[i], roi[i + axes.Length]) : default, ratio);
            }
        }
        var order = shape.MemoryOrder();
        while (changes.Count > 0)
        {
            var (a, first) = changes.First();
            changes.Remove(a);
            var next = Array.IndexOf(order, a) + 1;
            var b = next < order.Length && changes.TryGetValue(order[next], out var second)
                && first.Rounds(filter.Mode) * second.Rounds(filter.Mode) <= Threads.MostRounds ? order[next] : -1;
            x = Graph.Append(new ResizeOp(a, b, first, b < 0 ? ResizeAxis.Same(1) : changes[b], filter), x);
            changes.Remove(b);
        }
        return x;
    }

    /// <summary>[N,C,H,W] to [N,C,height,width], as torch.nn.functional.interpolate with a size.</summary>
    public Tensor Interpolate(int height, int width, ResizeMode mode = ResizeMode.Nearest, bool alignCorners = false, bool antialias = false) =>
        Resize(ResizeOptions.Torch(mode, alignCorners, antialias), [2, 3], [height, width]);

    /// <summary>[N,C,H,W] with height and width times the factors, as torch.nn.functional.interpolate with a scale_factor.</summary>
    public Tensor Interpolate((float H, float W) scaleFactor, ResizeMode mode = ResizeMode.Nearest, bool alignCorners = false, bool antialias = false)
    {
        var options = ResizeOptions.Torch(mode, alignCorners, antialias);
        // Corners are aligned by sizes alone.
        return alignCorners
            ? Resize(options, [2, 3], [(int)MathF.Floor(Shape[2] * scaleFactor.H), (int)MathF.Floor(Shape[3] * scaleFactor.W)])
            : Resize(options, [2, 3], [], [scaleFactor.H, scaleFactor.W]);
    }
}
