// Style transfer by optimisation: a picture that has one picture's content and the style of others.
using Engine;

namespace CnnCompute;

/// <summary>A picture whose style counts, and how much.</summary>
public readonly record struct StylePicture(GpuImage Image, float Weight = 1);

/// <summary>Losses of a step: what they are multiplied by is included.</summary>
public readonly record struct StyleProgress(float Total, float Content, float Style, float Smoothness)
{
    /// <summary>Whether all is well.</summary>
    public bool IsFinite => float.IsFinite(Total);
}

/// <summary>
/// Gatys, Ecker and Bethge's style transfer: a picture of 0..1 is changed by gradients through a trunk until one layer is that of a content picture
/// and the style of others that of style pictures. Everything is plans: <see cref="Begin"/> measures the pictures and sets the start,
/// <see cref="Step"/> is one step of the optimiser, <see cref="Show"/> writes the picture. They run alone, or in a <see cref="PlanSequence"/> within
/// frames.
/// </summary>
public sealed class NeuralStyle : Computation
{
    /// <summary>Name of the four losses that a step fetches.</summary>
    public const string LossesName = "losses";

    private const string ContentKey = "content", ShownKey = "shown", ContentWeightName = "content weight", StyleWeightName = "style weight",
        SmoothnessName = "smoothness";

    // Values beyond what can be shown cost something, or L-BFGS would use them.
    private const float RangeWeight = 10;

    // Rec. 601.
    private static readonly Parameter Luminance = new("luminance", new Shape(1, 3, 1, 1), [0.299f, 0.587f, 0.114f], requiresGrad: false);
    private readonly List<Plan> begin = [];
    private readonly Parameter picture, good, original, content, noise;
    private readonly Optimizer optimizer;
    private readonly int styles;
    private NeuralStyleOptions options;
    private long steps;

    /// <summary>Compiles the plans.</summary>
    /// <param name="weights">Where the trunk's weights live; the picture and the optimiser's state live there until this is disposed.</param>
    /// <param name="trunk">The net.</param>
    /// <param name="options">Settings.</param>
    /// <param name="contentImage">The content; read when <see cref="Begin"/>'s plans run.</param>
    /// <param name="styleImages">The styles; likewise.</param>
    /// <param name="shown">What <see cref="Show"/> writes.</param>
    /// <param name="plans">How plans are compiled: budgeted ones for a live scene.</param>
    /// <exception cref="ArgumentException">A layer does not exist, or pictures are too small for it; or there is no style.</exception>
    /// <exception cref="NotSupportedException">An operator of the net has no gradient.</exception>
    public NeuralStyle(
        Residence weights, Trunk trunk, NeuralStyleOptions options, GpuImage contentImage, IReadOnlyList<StylePicture> styleImages, GpuImage shown,
        PlanOptions? plans = null)
        : base(weights)
    {
        if (styleImages.Count == 0 || styleImages.Any(s => !(s.Weight >= 0)) || styleImages.All(s => s.Weight == 0))
            throw new ArgumentException("a style picture of positive weight is needed, and none of a negative one");
        (this.options, styles, plans) = (options, styleImages.Count, plans ?? new PlanOptions());
        var shape = new Shape(1, 3, options.Height, options.Width);
        Losses = new StyleLosses(trunk, options.StyleLayers, options.Method, styles, options.Height, options.Width);
        var seen = trunk.Apply(new Graph().Input("picture", shape));
        ContentLayer = options.ContentLayer.Length > 0 ? options.ContentLayer : StyleLosses.DefaultLayers(seen).Content;
        var contentShape = StyleLosses.MapOf(seen, ContentLayer).Shape;
        picture = new Parameter("picture", shape, () => new float[shape.Count]);
        (good, original, content) = (State("good", shape), State("original", shape), State("content", contentShape));
        noise = new Parameter("noise", shape, Noise, requiresGrad: false);
        var canvas = ParameterGroup.Of([picture]);
        optimizer = options.Optimizer == StyleOptimizer.Lbfgs ? new Lbfgs(canvas, HistoryOf(shape)) : new Adam(canvas);
        OwnState([picture, noise, .. Losses.Parameters, .. optimizer.StateDict().Values]);
        using var construction = Constructing();
        begin.Add(Compile(Start(new Graph(), trunk), [], Bound(contentImage, styleImages), plans with { Name = "style start" }));
        foreach (var (k, style) in styleImages.Index())
        {
            var (height, width) = StyleSize(style.Image);
            var graph = new Graph();
            var measured = Losses.Measure(k, graph.FromImage(StyleKey(k), height, width, PixelNorm.Unit));
            begin.Add(Compile(measured, [], [(StyleKey(k), style.Image)], plans with { Name = $"style {k}" }));
        }
        Step = CompileStep(trunk, plans);
        Show = CompileShow(shown, plans);
        Weigh(options, styleImages.Select(s => s.Weight));
        construction.Complete();
    }

    /// <summary>The style layers and their targets.</summary>
    public StyleLosses Losses { get; }

    /// <summary>The content layer.</summary>
    public string ContentLayer { get; }

    /// <summary>Run before the first step, in order: they read the pictures. Again to begin anew.</summary>
    public IReadOnlyList<Plan> Begin => begin;

    /// <summary>One step of the optimiser (of L-BFGS: one trial); call <see cref="NextStep"/> before each run.</summary>
    public Plan Step { get; }

    /// <summary>Writes the picture as it is: the last one whose losses were finite, within 0..1.</summary>
    public Plan Show { get; }

    /// <summary>Steps since the last beginning.</summary>
    public long Steps => steps;

    /// <summary>Counts a step, for Adam; to be called before each run of <see cref="Step"/>.</summary>
    public void NextStep()
    {
        steps++;
        if (Step.HasValue(Optimizer.StepName))
            Step.Set(Optimizer.StepName, steps);
    }

    /// <summary>To be called when <see cref="Begin"/>'s plans run again.</summary>
    public void Restarted() => steps = 0;

    /// <summary>Looks at another content from the next beginning on.</summary>
    public void RebindContent(GpuImage image) => begin[0].Rebind((ContentKey, image));

    /// <summary>Changes the weights; with L-BFGS losses before and after mean different things, so it should begin anew.</summary>
    public void Weigh(NeuralStyleOptions wanted, IEnumerable<float> mix)
    {
        options = wanted;
        Step.Set(ContentWeightName, wanted.ContentWeight);
        Step.Set(StyleWeightName, wanted.StyleWeight);
        Step.Set(SmoothnessName, wanted.Smoothness);
        var rate = optimizer is Lbfgs ? wanted.Rate * picture.Shape.Count : wanted.Rate;
        Step.Set(Optimizer.RateName, rate);
        float[] all = [.. mix];
        if (Step.HasValue(StyleLosses.MixName))
            Step.Set(StyleLosses.MixName, [.. all.Select(w => w / all.Sum())]);
    }

    /// <summary>Runs <see cref="Begin"/> and waits.</summary>
    public void RunBegin()
    {
        Restarted();
        foreach (var plan in begin)
            plan.Run();
    }

    /// <summary>Runs a step and waits; gives the losses where it began.</summary>
    public StyleProgress RunStep()
    {
        NextStep();
        Step.Run();
        return ProgressOf(Step.Fetch(LossesName));
    }

    /// <summary>Losses as a step fetches them.</summary>
    public static StyleProgress ProgressOf(ReadOnlySpan<float> losses) => new(losses[0], losses[1], losses[2], losses[3]);

    private static string StyleKey(int k) => $"style {k}";

    // The history is two tensors that a device binds whole.
    private int HistoryOf(Shape shape) => (int)Math.Clamp(Weights.Gpu.Info.MaxBindingBytes / shape.Bytes, 1, Math.Max(1, options.History));

    // As wide or as high as the picture, in the style's own proportions.
    private (int Height, int Width) StyleSize(GpuImage image)
    {
        var scale = options.StyleScale * Math.Max(options.Width, options.Height) / Math.Max(image.Width, image.Height);
        return (Math.Max(1, (int)Math.Round(image.Height * scale)), Math.Max(1, (int)Math.Round(image.Width * scale)));
    }

    private (string, GpuImage)[] Bound(GpuImage contentImage, IReadOnlyList<StylePicture> styleImages) =>
        options.Start == StyleStart.Style ? [(ContentKey, contentImage), (StyleKey(0), styleImages[0].Image)] : [(ContentKey, contentImage)];

    // The content's layer, its colours, the picture to begin with, and an optimiser that remembers nothing.
    private List<Tensor> Start(Graph graph, Trunk trunk)
    {
        var x = graph.FromImage(ContentKey, options.Height, options.Width, PixelNorm.Unit);
        var start = options.Start switch
        {
            StyleStart.Content => x,
            StyleStart.Style => graph.FromImage(StyleKey(0), options.Height, options.Width, PixelNorm.Unit),
            _ => graph.Parameter(noise),
        };
        return
        [
            StyleLosses.MapOf(trunk.Apply(x), ContentLayer).AssignTo(content), x.AssignTo(original), start.AssignTo(good),
            .. optimizer is Lbfgs lbfgs
                ? lbfgs.Restart(start)
                : [start.AssignTo(picture), .. optimizer.StateDict().Values.Select(p => graph.Fill(p.Shape, 0).AssignTo(p))],
        ];
    }

    private float[] Noise()
    {
        var random = new Philox(options.Seed);
        return [.. Enumerable.Range(0, 3 * options.Width * options.Height).Select(i => 0.5f + 0.2f * (random.Uniform((ulong)i) - 0.5f))];
    }

    private Plan CompileStep(Trunk trunk, PlanOptions plans)
    {
        var graph = new Graph();
        var x = graph.Parameter(picture);
        var layers = trunk.Apply(x);
        var kept = StyleLosses.Relative(StyleLosses.MapOf(layers, ContentLayer), graph.Parameter(content)) * graph.Value(ContentWeightName);
        var style = Losses.Loss(layers) * graph.Value(StyleWeightName);
        var rough = x.TotalVariation(squared: true, LossReduction.Mean) * graph.Value(SmoothnessName);
        var beyond = (x - x.Clamp(0, 1)).Square().Mean() * RangeWeight;
        var total = kept + style + rough + beyond;
        var losses = Tensor.Concat(0, total.Reshape(1), kept.Reshape(1), style.Reshape(1), rough.Reshape(1)).Named(LossesName);
        List<Tensor> updates = [.. optimizer.Step(total)];
        // Adam has no line search that would refuse a loss that is not finite.
        if (optimizer is not Lbfgs)
            updates.Add(Tensor.Where(total.Abs().LessEqual(float.MaxValue), x, graph.Parameter(good)).AssignTo(good));
        return Compile(updates, [losses], options: plans with { Name = "style step" });
    }

    private Plan CompileShow(GpuImage shown, PlanOptions plans)
    {
        var graph = new Graph();
        var x = optimizer is Lbfgs lbfgs ? lbfgs.Best(graph, picture) : graph.Parameter(good);
        if (options.OriginalColours)
        {
            // Of luma and two differences of colour only luma is the result's: all three channels change by as much.
            var before = graph.Parameter(original);
            x = before + (x - before).Conv2d(graph.Parameter(Luminance));
        }
        return Compile([x.Clamp(0, 1).ToImage(ShownKey)], [], [(ShownKey, shown)], plans with { Name = "style shown" });
    }
}
