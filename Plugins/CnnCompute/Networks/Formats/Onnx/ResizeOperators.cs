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
            // All axes are sampled by the one scale that the policy chooses; sizes are what it gives, rounded.
            var factors = sizes.Zip(axes, (size, axis) => (To: size, From: x.Shape[axis])).OrderBy(f => (double)f.To / f.From).ToArray();
            var (to, from) = policy switch
            {
                "not_larger" => factors[0],
                "not_smaller" => factors[^1],
                _ => throw node.Bad($"keep_aspect_ratio_policy {policy}"),
            };
            if (to < 1)
                throw node.Bad($"sizes [{string.Join(",", sizes)}] must be at least 1");
            sizes = [.. axes.Select(a => checked((int)((2L * to * x.Shape[a] + from) / (2L * from))))];
            options = options with { Scale = (to, from) };
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
        var (x, align) = (node.Tensor(0), node.Int("align_corners", 0) != 0);
        var how = Mode(node, mode == "bicubic" ? "cubic" : mode);
        return x.Shape.Rank == 5
            ? VolumeOperators.GridSample(node, x, node.Tensor(1), how, padding, align)
            : x.GridSample(node.Tensor(1), how, padding, align);
    }

    [OnnxOperator("AffineGrid")]
    private static OnnxValue AffineGrid(OnnxNode node)
    {
        var (theta, size) = (node.Tensor(0), ShapeArguments.Sizes(node, 1));
        var align = node.Int("align_corners", 0) != 0;
        if (size.Length == 5 && theta.Shape == new Shape(size[0], 3, 4))
            return VolumeOperators.AffineGrid(node, theta, size[2], size[3], size[4], align);
        return size.Length == 4 && theta.Shape.Rank == 3 && size[0] == theta.Shape[0]
            ? theta.AffineGrid(size[2], size[3], align)
            : throw node.Bad($"theta {theta.Shape} and size [{string.Join(",", size)}]: [N,2,3] and [N,C,H,W], or "
                + "[N,3,4] and [N,C,D,H,W], are supported");
    }

    [OnnxOperator("Col2Im")]
    private static OnnxValue Col2Im(OnnxNode node)
    {
        var (columns, image, block) = (node.Tensor(0), ShapeArguments.Sizes(node, 1), ShapeArguments.Sizes(node, 2));
        if (block.Length is not (1 or 2 or 3) || image.Length != block.Length || block.Contains(0))
        {
            throw node.Bad(
                $"image_shape [{string.Join(",", image)}] and block_shape [{string.Join(",", block)}]: one to three dimensions are supported");
        }
        var rank = block.Length;
        var pads = node.Ints("pads", 2 * rank, 0);
        var window = new WindowArguments(block, node.Ints("strides", rank, 1), node.Ints("dilations", rank, 1), pads[..rank], pads[rank..]);
        if (rank == 3)
            return VolumeOperators.Fold(node, columns, image, window);
        return rank == 2
            ? columns.Fold(image[0], image[1], block[0], block[1], window.Geometry(1))
            : columns.Fold(1, image[0], 1, block[0], window.Geometry(1)).Squeeze(2);
    }

    [OnnxOperator("DepthToSpace")]
    private static OnnxValue DepthToSpace(OnnxNode node) =>
        node.Tensor(0).DepthToSpace(node.Int32("blocksize", 0), node.String("mode", "DCR") == "CRD");

    [OnnxOperator("SpaceToDepth")]
    private static OnnxValue SpaceToDepth(OnnxNode node) => node.Tensor(0).SpaceToDepth(node.Int32("blocksize", 0));

    // Which sample is nearest was not written down before opset 11: by the example of opset 10 and by onnxruntime the right one along an axis that
    // shrinks, the left one along one that grows.
    private static Tensor Scaled(OnnxNode node, Tensor x, ResizeMode mode, float[] scales)
    {
        if (scales.Length != x.Shape.Rank)
            throw node.Bad($"{scales.Length} scales for {x.Shape}");
        var options = new ResizeOptions(mode, CoordinateMode.Asymmetric) { Nearest = NearestMode.Floor };
        int[] all = [.. Enumerable.Range(0, scales.Length)], shrinking = [.. all.Where(a => scales[a] < 1)];
        if (mode != ResizeMode.Nearest || shrinking.Length == 0)
            return x.Resize(options, all, [], scales);
        int[] others = [.. all.Except(shrinking)];
        return x.Resize(options with { Nearest = NearestMode.Ceil }, shrinking, [], [.. shrinking.Select(a => scales[a])])
            .Resize(options, others, [], [.. others.Select(a => scales[a])]);
    }

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
