// Which places of a picture matter to a net, as nodes: the methods that need one look at it.
namespace CnnCompute;

/// <summary>What a method found.</summary>
/// <param name="Values">[1,3,H,W] for each colour of each pixel, or a map [1,1,h,w].</param>
/// <param name="Heat">[1,1,h,w], 0 and more: how much a place speaks for what is explained, or matters to it where the method knows no sign.</param>
/// <param name="Class">I32 [1]: the class that is explained, of a trunk without classes the feature; null with an objective.</param>
/// <param name="Probability">[1]: its probability, or the feature's value; null with an objective.</param>
public sealed record AttributionMap(Tensor Values, Tensor Heat, Tensor? Class, Tensor? Probability)
{
    /// <summary>[1]: how much more the picture scores than the baseline; integrated gradients only, whose values sum to it.</summary>
    public Tensor? Difference { get; init; }
}

/// <summary>Builds attributions; <see cref="AttributionMethod"/> has the formulas and the papers.</summary>
public static class Attribution
{
    /// <summary>Whether a method looks at many variants of the picture, one a run (see <see cref="AttributionRun"/>).</summary>
    public static bool IsSampled(AttributionMethod method) =>
        method is AttributionMethod.SmoothGrad or AttributionMethod.IntegratedGradients or AttributionMethod.Occlusion;

    /// <summary>What people call a method.</summary>
    public static string NameOf(AttributionMethod method) => method switch
    {
        AttributionMethod.Gradient => "gradient",
        AttributionMethod.InputTimesGradient => "input × gradient",
        AttributionMethod.SmoothGrad => "SmoothGrad",
        AttributionMethod.IntegratedGradients => "integrated gradients",
        AttributionMethod.Deconvnet => "deconvnet",
        AttributionMethod.GuidedBackprop => "guided backprop",
        AttributionMethod.GradCam => "Grad-CAM",
        AttributionMethod.GuidedGradCam => "guided Grad-CAM",
        _ => "occlusion",
    };

    /// <summary>
    /// Appends a method that needs one look; without an objective the graph has the per-run value <c>class</c> (I32, -1 for the most probable).
    /// </summary>
    /// <exception cref="ArgumentException">The method needs many, or a layer or an objective does not fit.</exception>
    /// <exception cref="InvalidDataException">The net gives no classes for pictures of this size.</exception>
    /// <exception cref="NotSupportedException">An operator on the way has no gradient; it is named.</exception>
    public static AttributionMap Build(TrunkLayers layers, AttributionOptions options)
    {
        var (target, x) = (AttributionTarget.Of(layers, options.Explained), layers.Pictures);
        Tensor Gradient(params GradientRule[] rules) => Autodiff.Gradient(target.Score, x, rules);
        var values = options.Method switch
        {
            AttributionMethod.Gradient => Gradient(),
            AttributionMethod.InputTimesGradient => x * Gradient(),
            AttributionMethod.Deconvnet => Gradient(ReluRules.Deconvnet),
            AttributionMethod.GuidedBackprop => Gradient(ReluRules.Guided),
            AttributionMethod.GradCam => GradCam(layers, options.Layer, target.Score),
            AttributionMethod.GuidedGradCam =>
                Gradient(ReluRules.Guided) * Enlarged(GradCam(layers, options.Layer, target.Score), x.Shape[2], x.Shape[3]),
            _ => throw new ArgumentException(
                $"{options.Method} looks at many variants of a picture; it is run by {nameof(AttributionRun)}", nameof(options)),
        };
        return new AttributionMap(values, Heat(options.Method, values), target.Class, target.Probability);
    }

    /// <summary>The layer that Grad-CAM takes when none is named: the last maps of more than one place that the score is made of.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static string LastMaps(TrunkLayers layers, Objective? objective = null) => LastMaps(layers, AttributionTarget.Of(layers, objective).Score);

    /// <summary>Maps for which Grad-CAM makes sense, from shallow to deep: of more than one place, and on the way to what is explained.</summary>
    public static IReadOnlyList<string> MapsBefore(TrunkLayers layers, Objective? objective = null) =>
        MapsBefore(layers, AttributionTarget.Of(layers, objective).Score);

    /// <summary>What a method's values say of each place.</summary>
    internal static Tensor Heat(AttributionMethod method, Tensor values) => method switch
    {
        AttributionMethod.Gradient or AttributionMethod.SmoothGrad => values.Abs().Max([1], keepDim: true),
        AttributionMethod.Deconvnet or AttributionMethod.GuidedBackprop or AttributionMethod.GuidedGradCam => values.Relu().Max([1], keepDim: true),
        AttributionMethod.InputTimesGradient or AttributionMethod.IntegratedGradients => values.Sum([1], keepDim: true).Relu(),
        _ => values.Relu(),
    };

    /// <summary>A map as large as a picture, bilinear.</summary>
    public static Tensor Enlarged(Tensor map, int height, int width) => (map.Shape[2], map.Shape[3]) == (height, width) ? map
        : map.Interpolate(height, width, ResizeMode.Linear, antialias: map.Shape[2] > height || map.Shape[3] > width);

    private static Tensor GradCam(TrunkLayers layers, string layer, Tensor score)
    {
        var maps = layers[layer.Length > 0 ? layer : LastMaps(layers, score)];
        if (maps.Shape.Rank != 4)
            throw new ArgumentException($"{layers.Model.Path}: Grad-CAM needs maps [N,C,H,W], \"{layer}\" gives {maps.Shape}; {Maps(layers, score)}");
        if (!Behind(score).Contains(maps.Id))
            throw new ArgumentException($"{layers.Model.Path}: what is explained is not made of \"{layer}\"; {Maps(layers, score)}");
        var weights = Autodiff.Gradient(score, maps).Mean([2, 3], keepDim: true);
        return (weights * maps).Sum([1], keepDim: true).Relu();
    }

    private static string Maps(TrunkLayers layers, Tensor score) =>
        $"such maps are {string.Join(", ", MapsBefore(layers, score).TakeLast(8).DefaultIfEmpty("none"))}";

    private static string LastMaps(TrunkLayers layers, Tensor score) => MapsBefore(layers, score) is [.., var last]
        ? last
        : throw new ArgumentException(
            $"{layers.Model.Path}: what is explained is made of no maps of more than one place, so Grad-CAM has nothing to weigh");

    // What only moves values about has maps in name alone: of NHWC, for instance.
    private static List<string> MapsBefore(TrunkLayers layers, Tensor score)
    {
        var behind = Behind(score);
        return [.. layers.Maps.Where(name => layers[name] is var maps && behind.Contains(maps.Id) && maps.Shape[2] * maps.Shape[3] > 1
            && maps.Node.Op is not (PermuteOp or ReshapeOp))];
    }

    private static HashSet<int> Behind(Tensor score)
    {
        var found = new HashSet<int> { score.Id };
        for (var id = score.Id; id >= 0; id--)
        {
            if (found.Contains(id))
                found.UnionWith(score.Graph.Nodes[id].Inputs.Select(i => i.Id));
        }
        return found;
    }
}
