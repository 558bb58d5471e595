// What makes one picture's style that of others: descriptions of layers, and how far apart they are.
namespace CnnCompute;

/// <summary>By what a layer's style is described.</summary>
public enum StyleMethod
{
    /// <summary>
    /// The Gram matrix of its channels (Gatys, Ecker and Bethge, "Image Style Transfer Using Convolutional Neural Networks", 2016).
    /// </summary>
    Gram,

    /// <summary>
    /// Mean and deviation of each channel (Li et al., "Demystifying Neural Style Transfer", 2017): fewer numbers, and what AdaIN sets.
    /// </summary>
    Statistics,
}

/// <summary>
/// The style of one picture or several in some layers of a trunk, as parameters that a plan measures and others compare with. Several styles are one
/// target, their weighted mean: the sum of weighted squared differences from each is the squared difference from the mean, plus a constant.
/// </summary>
/// <remarks>
/// Each layer's difference is divided by the target's mean square. Gatys' own constants do the same for one net; this way weights mean the same on
/// any.
/// </remarks>
public sealed class StyleLosses
{
    /// <summary>Name of the value that holds the weights of the styles, as many as there are; their sum is 1.</summary>
    public const string MixName = "mix";

    private const float VarianceEps = 1e-5f, Smallest = 1e-12f;
    private readonly Trunk trunk;
    private readonly StyleMethod method;
    private readonly Parameter[][] targets;

    /// <summary>Targets of <paramref name="styles"/> pictures.</summary>
    /// <param name="trunk">The net whose layers count.</param>
    /// <param name="layers">Their names; empty for <see cref="DefaultLayers"/>.</param>
    /// <param name="method">How they are described.</param>
    /// <param name="styles">How many pictures.</param>
    /// <param name="height">Rows of the pictures that get the style, by which the layers are found.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="ArgumentException">A layer does not exist, or not for pictures of that size, or is no map.</exception>
    public StyleLosses(Trunk trunk, IReadOnlyList<string> layers, StyleMethod method, int styles, int height, int width)
    {
        (this.trunk, this.method) = (trunk, method);
        var seen = trunk.Apply(new Graph().Input("picture", 1, 3, height, width));
        Layers = layers.Count > 0 ? [.. layers] : DefaultLayers(seen).Style;
        Shape[] shapes = [.. Layers.Select(l => Describe(MapOf(seen, l)).Shape)];
        targets = [.. Enumerable.Range(0, styles).Select(
            k => shapes.Select((s, i) => new Parameter($"style {k} {Layers[i]}", s, () => new float[s.Count], requiresGrad: false)).ToArray())];
    }

    /// <summary>The layers by name.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>How many styles there are.</summary>
    public int Styles => targets.Length;

    /// <summary>What holds the targets.</summary>
    public IEnumerable<Parameter> Parameters => targets.SelectMany(t => t);

    /// <summary>
    /// Appends the trunk to a picture of style <paramref name="style"/> [1,3,H,W], of any size, and the updates that make it a target.
    /// </summary>
    /// <exception cref="ArgumentException">The picture is too small to reach a layer.</exception>
    public IReadOnlyList<Tensor> Measure(int style, Tensor picture)
    {
        var seen = trunk.Apply(picture);
        return [.. Layers.Select((layer, i) => Describe(MapOf(seen, layer)).AssignTo(targets[style][i]))];
    }

    /// <summary>Appends how far pictures [N,3,H,W] are from the target, 0 where the styles agree: the mean over the layers.</summary>
    public Tensor Loss(TrunkLayers pictures)
    {
        var graph = pictures.Pictures.Graph;
        Tensor? sum = null;
        foreach (var (i, layer) in Layers.Index())
        {
            var (target, actual) = (Target(graph, i), Describe(MapOf(pictures, layer)));
            var difference = Relative(actual, actual.Shape[0] == 1 ? target : target.BroadcastTo(actual.Shape), target);
            sum = sum is { } s ? s + difference : difference;
        }
        return sum!.Value / Layers.Count;
    }

    /// <summary>Mean squared difference, divided by the mean square of what is wanted.</summary>
    public static Tensor Relative(Tensor actual, Tensor wanted, Tensor? scale = null) =>
        actual.MseLoss(wanted) / ((scale ?? wanted).Square().Mean() + Smallest);

    /// <summary>
    /// Layers for a net nobody chose layers for: SqueezeNet's, VGG's and Inception's are well known; of others, the last map of each size, sizes
    /// halving.
    /// </summary>
    public static (string[] Style, string Content) DefaultLayers(TrunkLayers seen)
    {
        // Maps of a few places tell what is in a picture rather than how it is painted.
        const int Most = 5, Coarsest = 24;
        string[] squeezeNet = ["relu0", "fire2", "fire3", "fire5", "fire6"], vgg = ["relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1"];
        // Inception's mixed layers pull towards speckles of colour.
        string[] inception = ["conv_relu", "conv_1_relu", "conv_2_relu", "conv_3_relu", "conv_4_relu"];
        if (squeezeNet.All(seen.Has))
            return (squeezeNet, "fire5");
        if (vgg.All(seen.Has))
            return (vgg, seen.Has("relu4_2") ? "relu4_2" : "relu4_1");
        if (inception.All(seen.Has) && seen.Has("mixed"))
            return (inception, "mixed");
        var last = new List<(string Name, int Height)>();
        foreach (var name in seen.Maps)
        {
            var height = seen[name].Shape[2];
            if (height < 2 || height * Coarsest < seen.Pictures.Shape[2])
                break;
            if (last.Count == 0 || height < 0.6 * last[^1].Height)
                last.Add((name, height));
            else
                last[^1] = (name, last[^1].Height);
        }
        return last.Count == 0
            ? throw new ArgumentException($"{seen.Model.Path}: "
                + $"gives names to no maps of pictures of {seen.Pictures.Shape[3]}×{seen.Pictures.Shape[2]}; a convolutional net is needed")
            : ([.. last.Take(Most).Select(l => l.Name)], last[Math.Min(last.Count - 1, 2)].Name);
    }

    /// <summary>A layer that is a map.</summary>
    /// <exception cref="ArgumentException">It does not exist or is none.</exception>
    internal static Tensor MapOf(TrunkLayers layers, string name) => layers[name] is { Shape.Rank: 4 } map
        ? map
        : throw new ArgumentException(
            $"{layers.Model.Path}: layer \"{name}\" is no map but {layers[name].Shape}; there are {string.Join(", ", layers.Maps.TakeLast(12))}");

    // [N,C,C], or [N,C,2] of means and deviations.
    private Tensor Describe(Tensor map)
    {
        if (method == StyleMethod.Gram)
            return map.GramMatrix();
        var statistics = map.GroupStatistics(map.Shape[1]);
        return Tensor.Concat(2, statistics.Slice(2, 0, 1), (statistics.Slice(2, 1, 1) + VarianceEps).Sqrt());
    }

    private Tensor Target(Graph graph, int layer)
    {
        if (targets.Length == 1)
            return graph.Parameter(targets[0][layer]);
        var mix = graph.Value(MixName, new Shape(targets.Length));
        return targets.Select((t, k) => graph.Parameter(t[layer]) * mix.Slice(0, k, 1)).Aggregate((a, b) => a + b);
    }
}
