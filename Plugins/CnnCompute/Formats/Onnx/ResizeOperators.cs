// ONNX operators that resample pictures or move pixels into channels.
namespace CnnCompute;

internal static class ResizeOperators
{
    [OnnxOperator("Resize")]
    private static OnnxValue Resize(OnnxNode node)
    {
        var x = node.Tensor(0);
        var mode = Mode(node, node.String("mode", "nearest"));
        // Opset 10 had scales alone, and one transformation.
        if (node.Opset < 11)
            return Scaled(node, x, mode, node.Known(1).Floats);
        var axes = node.Ints("axes") is { } given ? node.Axes(given.Select(a => (long)a), x.Shape.Rank) : [.. Enumerable.Range(0, x.Shape.Rank)];
        var options = new ResizeOptions(mode, Coordinates(node))
        {
            Nearest = node.String("nearest_mode", "round_prefer_floor") switch
            {
                "round_prefer_floor" => NearestMode.RoundPreferFloor,
                "round_prefer_ceil" => NearestMode.RoundPreferCeil,
                "floor" => NearestMode.Floor,
                "ceil" => NearestMode.Ceil,
                var other => throw node.Bad($"nearest_mode {other}"),
            },
            CubicCoefficient = node.Float("cubic_coeff_a", -0.75f),
            ExcludeOutside = node.Int("exclude_outside", 0) != 0,
            Antialias = node.Int("antialias", 0) != 0,
            Extrapolation = node.Float("extrapolation_value", 0),
        };
        var roi = node.Has(1) && options.Coordinates == CoordinateMode.TfCropAndResize ? node.Known(1).Floats : [];
        if (node.Has(2) && node.Known(2) is { Count: > 0 } scales)
            return x.Resize(options, axes, [], scales.Floats, roi);
        var sizes = ShapeArguments.Sizes(node, 3);
        if (sizes.Length != axes.Length)
            throw node.Bad($"sizes [{string.Join(",", sizes)}] for {axes.Length} axes of {x.Shape}");
        if (node.String("keep_aspect_ratio_policy", "stretch") is not "stretch" and var policy)
        {
            var factors = sizes.Zip(axes, (size, axis) => (double)size / x.Shape[axis]);
            var factor = policy == "not_larger" ? factors.Min() : factors.Max();
            sizes = [.. axes.Select(a => (int)Math.Min(Math.Floor(factor * x.Shape[a] + 0.5), int.MaxValue))];
        }
        return x.Resize(options, axes, sizes, roi: roi);
    }

    [OnnxOperator("Upsample")]
    private static OnnxValue Upsample(OnnxNode node) => Scaled(
        node, node.Tensor(0), Mode(node, node.String("mode", "nearest")),
        node.Has(1) ? node.Known(1).Floats : node.Floats("scales") ?? [1, 1, node.Float("height_scale", 1), node.Float("width_scale", 1)]);

    [OnnxOperator("GridSample")]
    private static OnnxValue GridSample(OnnxNode node)
    {
        var mode = node.String("mode", "bilinear");
        var padding = node.String("padding_mode", "zeros") switch
        {
            "zeros" => GridPadding.Zeros,
            "border" => GridPadding.Border,
            "reflection" => GridPadding.Reflection,
            var other => throw node.Bad($"padding_mode {other}"),
        };
        return node.Tensor(0).GridSample(node.Tensor(1), Mode(node, mode == "bicubic" ? "cubic" : mode), padding, node.Int("align_corners", 0) != 0);
    }

    [OnnxOperator("DepthToSpace")]
    private static OnnxValue DepthToSpace(OnnxNode node) => node.Tensor(0).DepthToSpace(node.Int32("blocksize", 0), node.String("mode", "DCR") == "CRD");

    [OnnxOperator("SpaceToDepth")]
    private static OnnxValue SpaceToDepth(OnnxNode node) => node.Tensor(0).SpaceToDepth(node.Int32("blocksize", 0));

    private static Tensor Scaled(OnnxNode node, Tensor x, ResizeMode mode, float[] scales) => scales.Length == x.Shape.Rank
        ? x.Resize(new ResizeOptions(mode, CoordinateMode.Asymmetric) { Nearest = NearestMode.Floor }, [.. Enumerable.Range(0, x.Shape.Rank)], [], scales)
        : throw node.Bad($"{scales.Length} scales for {x.Shape}");

    private static ResizeMode Mode(OnnxNode node, string mode) => mode switch
    {
        "nearest" => ResizeMode.Nearest,
        "linear" or "bilinear" => ResizeMode.Linear,
        "cubic" => ResizeMode.Cubic,
        _ => throw node.Bad($"mode {mode}"),
    };

    private static CoordinateMode Coordinates(OnnxNode node) => node.String("coordinate_transformation_mode", "half_pixel") switch
    {
        "half_pixel" => CoordinateMode.HalfPixel,
        "pytorch_half_pixel" => CoordinateMode.PytorchHalfPixel,
        "align_corners" => CoordinateMode.AlignCorners,
        "asymmetric" => CoordinateMode.Asymmetric,
        "tf_half_pixel_for_nn" => CoordinateMode.TfHalfPixelForNn,
        "half_pixel_symmetric" => CoordinateMode.HalfPixelSymmetric,
        "tf_crop_and_resize" => CoordinateMode.TfCropAndResize,
        var other => throw node.Bad($"coordinate_transformation_mode {other}"),
    };
}
