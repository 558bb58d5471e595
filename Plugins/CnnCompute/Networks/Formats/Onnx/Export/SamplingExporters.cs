// Resizing and sampling, as ONNX nodes.
namespace CnnCompute;

internal static class SamplingExporters
{
    private static readonly (CoordinateMode Mode, string Name)[] Coordinates =
    [
        (CoordinateMode.Asymmetric, "asymmetric"), (CoordinateMode.HalfPixel, "half_pixel"), (CoordinateMode.PytorchHalfPixel, "pytorch_half_pixel"),
        (CoordinateMode.AlignCorners, "align_corners"), (CoordinateMode.HalfPixelSymmetric, "half_pixel_symmetric"),
    ];

    // By sizes or by scales: whichever puts every sample where it is.
    [OnnxExporter]
    private static void Resize(OnnxWriter w, ResizeOp op, Node node)
    {
        (int Axis, ResizeAxis A)[] axes = op.AxisB < 0 ? [(op.AxisA, op.A)] : [(op.AxisA, op.A), (op.AxisB, op.B)];
        foreach (var scaled in new[] { false, true })
        {
            var name = op.Filter.Crop ? null : Coordinates.FirstOrDefault(
                c => axes.All(a => Same(a.A, ResizeAxis.Of(a.A.In, a.A.Out, scaled ? Scale(a.A) : 0, c.Mode, a.A.Stretch > 1)))).Name;
            if (name is null)
                continue;
            var scales = scaled ? w.Floats([axes.Length], [.. axes.Select(a => Scale(a.A))]) : "";
            var sizes = scaled ? "" : w.Longs([.. axes.Select(a => a.A.Out)]);
            w.Result(node, "Resize", [w.In(node, 0), "", scales, sizes],
                ("axes", axes.Select(a => a.Axis).ToArray()), ("coordinate_transformation_mode", name), ("mode", Name(op.Filter.Mode)),
                ("nearest_mode", Name(op.Filter.Nearest)), ("cubic_coeff_a", op.Filter.Cubic), ("exclude_outside", op.Filter.ExcludeOutside),
                ("antialias", axes.Any(a => a.A.Stretch > 1)));
            return;
        }
        if (op.Filter.Mode != ResizeMode.Nearest || op.Filter.Crop)
            throw OnnxExporters.NoForm(node, "its samples lie where none of ONNX's coordinate transformations puts them");
        var x = w.In(node, 0);
        foreach (var (axis, a) in axes.SkipLast(1))
            x = w.Value("Gather", [x, Places(a)], ("axis", axis));
        w.Result(node, "Gather", [x, Places(axes[^1].A)], ("axis", axes[^1].Axis));

        string Places(ResizeAxis a) => w.Longs([.. Enumerable.Range(0, a.Out).Select(o => a.Nearest(o, op.Filter.Nearest))]);
    }

    [OnnxExporter]
    private static void GridSample(OnnxWriter w, GridSampleOp op, Node node) => w.Result(node, "GridSample", [w.In(node, 0), w.In(node, 1)],
        ("mode", op.Mode switch { ResizeMode.Nearest => "nearest", ResizeMode.Linear => "bilinear", _ => "bicubic" }),
        ("padding_mode", op.Padding switch { GridPadding.Zeros => "zeros", GridPadding.Border => "border", _ => "reflection" }),
        ("align_corners", op.AlignCorners));

    // Operator set 20 has AffineGrid; here it is the product with all positions (x, y, 1).
    [OnnxExporter]
    private static void AffineGrid(OnnxWriter w, AffineGridOp op, Node node)
    {
        var (height, width, pixels) = (op.Height, op.Width, op.Height * op.Width);
        float At(int i, int n) => op.AlignCorners ? n == 1 ? 0 : (float)(2.0 * i / (n - 1) - 1) : (float)((2.0 * i + 1) / n - 1);
        var positions = w.Floats([3, pixels], [.. Enumerable.Range(0, 3 * pixels)
            .Select(i => i < pixels ? At(i % width, width) : i < 2 * pixels ? At((i - pixels) / width, height) : 1)]);
        w.Result(node, "Reshape",
            [w.Value("Transpose", [w.Value("MatMul", [w.In(node, 0), positions])], ("perm", new[] { 0, 2, 1 })), w.Longs(node.Shape.ToArray())]);
    }

    [OnnxExporter]
    private static void DepthToSpace(OnnxWriter w, DepthToSpaceOp op, Node node) =>
        w.Result(node, "DepthToSpace", [w.In(node, 0)], ("blocksize", op.Block), ("mode", op.ChannelsFirst ? "CRD" : "DCR"));

    [OnnxExporter]
    private static void SpaceToDepth(OnnxWriter w, SpaceToDepthOp op, Node node)
    {
        if (!op.ChannelsFirst)
        {
            w.Result(node, "SpaceToDepth", [w.In(node, 0)], ("blocksize", op.Block));
            return;
        }
        var (x, y, b) = (node.Inputs[0].Shape, node.Shape, op.Block);
        var blocks = w.Value("Reshape", [w.In(node, 0), w.Longs([x[0], x[1], y[2], b, y[3], b])]);
        w.Result(node, "Reshape", [w.Value("Transpose", [blocks], ("perm", new[] { 0, 1, 3, 5, 2, 4 })), w.Longs(y.ToArray())]);
    }

    private static float Scale(ResizeAxis a) => a.Step == 0 ? 1 : (float)((double)a.Denominator / a.Step);

    private static bool Same(ResizeAxis a, ResizeAxis b) => a.Stretch == b.Stretch && a.Step * (double)b.Denominator == b.Step * (double)a.Denominator
        && a.Offset * (double)b.Denominator == b.Offset * (double)a.Denominator;

    private static string Name(ResizeMode mode) => mode switch { ResizeMode.Nearest => "nearest", ResizeMode.Linear => "linear", _ => "cubic" };

    private static string Name(NearestMode mode) => mode switch
    {
        NearestMode.RoundPreferFloor => "round_prefer_floor",
        NearestMode.RoundPreferCeil => "round_prefer_ceil",
        NearestMode.Floor => "floor",
        _ => "ceil",
    };
}
