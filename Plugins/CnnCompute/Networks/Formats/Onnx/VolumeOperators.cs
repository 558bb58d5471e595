// Grids and windows of three dimensions, put together from operators of fewer: few nets use them, and no kernel of their own is needed.
namespace CnnCompute;

internal static class VolumeOperators
{
    /// <summary>The grid [N,D,H,W,3] of an affine map theta [N,3,4].</summary>
    public static Tensor AffineGrid(OnnxNode node, Tensor theta, int depth, int height, int width, bool alignCorners)
    {
        float At(int i, int size) => alignCorners ? (size == 1 ? 0 : 2f * i / (size - 1) - 1) : (2f * i + 1) / size - 1;
        var points = new float[FoldIndex.Count([depth, height, width, 4])];
        for (var i = 0; i < points.Length; i += 4)
        {
            var (x, y, z) = (i / 4 % width, i / 4 / width % height, i / 4 / width / height);
            (points[i], points[i + 1], points[i + 2], points[i + 3]) = (At(x, width), At(y, height), At(z, depth), 1);
        }
        return node.Materialize(OnnxArray.Of(points, [points.Length / 4, 4])).MatMul(theta, transB: true)
            .Reshape(theta.Shape[0], depth, height, width, 3);
    }

    /// <summary>[N,C,D,H,W] sampled at a grid [N,d,h,w,3] of (x, y, z), as <see cref="GridSampleOp"/> samples pictures.</summary>
    public static Tensor GridSample(OnnxNode node, Tensor x, Tensor grid, ResizeMode mode, GridPadding padding, bool alignCorners)
    {
        var (s, g) = (x.Shape, grid.Shape);
        if (g.Rank != 5 || g[0] != s[0] || g[4] != 3)
            throw node.Bad($"input {s} and grid {g}: the grid must be [N,d,h,w,3]");
        if (mode == ResizeMode.Cubic)
            throw node.Bad($"mode cubic of {s}: nearest and linear are supported in three dimensions");
        int[] sizes = [s[4], s[3], s[2]];
        var count = checked(g[1] * g[2] * g[3]);
        // For each axis the one or two neighbours: their indices as floats, and their weights.
        var axes = sizes.Select((size, axis) => Neighbours(
            Place(grid.Slice(4, axis, 1).Reshape(s[0], 1, count), size, padding, alignCorners), size, mode, padding)).ToArray();
        var volume = x.Reshape(s[0], s[1], checked(s[2] * s[3] * s[4]));
        var corners =
            from across in axes[0]
            from down in axes[1]
            from deep in axes[2]
            let row = (deep.Index.Scale(s[3]) + down.Index).Cast(DType.I32)
            let index = row * x.Graph.Fill(Shape.Scalar, s[4], DType.I32) + across.Index.Cast(DType.I32)
            select volume.GatherElements(2, index.BroadcastTo(new Shape(s[0], s[1], count))) * (across.Weight * down.Weight * deep.Weight);
        return corners.Aggregate((a, b) => a + b).Reshape(s[0], s[1], g[1], g[2], g[3]);
    }

    /// <summary>Columns [N,C*K,L] added up where their windows lie in a volume; the reverse of unfolding it.</summary>
    public static Tensor Fold(OnnxNode node, Tensor columns, int[] image, WindowArguments w)
    {
        var cells = checked(w.Kernel[0] * w.Kernel[1] * w.Kernel[2]);
        int[] steps = [.. image.Select((size, i) => (int)((size + w.Begins[i] + w.Ends[i] - w.Extent(i)) / w.Strides[i] + 1))];
        if (columns.Shape.Rank != 3 || columns.Shape[1] % cells != 0 || steps.Any(n => n < 1) || columns.Shape[2] != steps[0] * steps[1] * steps[2])
            throw node.Bad($"columns {columns.Shape} of windows [{string.Join(",", w.Kernel)}] over [{string.Join(",", image)}]");
        // A transposed convolution whose weights put each cell of a window in its place.
        var channels = columns.Shape[1] / cells;
        var weight = new float[FoldIndex.Count([channels, cells, cells])];
        for (var i = 0; i < channels * cells; i++)
            weight[i * cells + i % cells] = 1;
        int[] rest = [.. image.Select((size, i) => (int)(size + w.Begins[i] + w.Ends[i] - w.Extent(i) - (steps[i] - 1) * w.Strides[i]))];
        return ConvolutionOperators.Transposed(
            columns.Reshape(columns.Shape[0], columns.Shape[1], steps[0], steps[1], steps[2]),
            node.Materialize(OnnxArray.Of(weight, [channels * cells, 1, .. w.Kernel])), w, channels, rest);
    }

    // From -1..1 to elements, brought inside where the padding says so.
    private static Tensor Place(Tensor position, int size, GridPadding padding, bool alignCorners)
    {
        var p = alignCorners ? position.Scale((size - 1) / 2f, (size - 1) / 2f) : position.Scale(size / 2f, (size - 1) / 2f);
        if (padding == GridPadding.Reflection)
        {
            var (low, span) = alignCorners ? (0f, size - 1f) : (-0.5f, (float)size);
            var there = span == 0 ? p.Scale(0) : p.Scale(1, -low).Abs().Fmod(p.Graph.Fill(Shape.Scalar, 2 * span));
            p = span == 0 ? there : there.Minimum(there.Scale(-1, 2 * span)).Scale(1, low);
        }
        return padding == GridPadding.Zeros ? p : p.Clamp(0, size - 1);
    }

    private static (Tensor Index, Tensor Weight)[] Neighbours(Tensor place, int size, ResizeMode mode, GridPadding padding)
    {
        (Tensor, Tensor) Inside(Tensor index, Tensor weight) => (index.Clamp(0, size - 1),
            padding == GridPadding.Zeros ? weight * index.Equal(index.Clamp(0, size - 1)).Cast(DType.F32) : weight);
        if (mode == ResizeMode.Nearest)
            return [Inside(place.Round(), place.Graph.Fill(Shape.Scalar, 1))];
        var below = place.Floor();
        var upper = place - below;
        return [Inside(below, upper.Scale(-1, 1)), Inside(below.Scale(1, 1), upper)];
    }
}
