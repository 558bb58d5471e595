// One size at which a picture is dreamt: its state, and the plans that change it.
namespace CnnCompute;

/// <summary>
/// An octave's picture begins as the source in its size plus the detail, picture minus source, of the smaller octave, enlarged: what was dreamt is
/// carried over, not the blurred picture. Graphs are built at once, so that what is not possible is told; plans are compiled when they are first
/// asked for.
/// </summary>
internal sealed class DreamOctave
{
    /// <summary>Names of values: I32 (rows, columns) of the roll, deviation of the blur, levels of 255.</summary>
    public const string Shift = "dream shift", Sigma = "dream sigma", Rate = "dream rate";

    /// <summary>Name of what a step fetches: the objective and the mean absolute gradient.</summary>
    public const string Report = "dream report";

    // Gradients as small as these are exact in floats; where all are zero nothing changes.
    private const float Tiny = 1e-30f;
    private const int MostWindow = 9;
    private static readonly float[] Cascade = [0.5f, 1, 2];
    private readonly Dream dream;
    private readonly Tensor report;
    private Plan? begin, step;

    /// <exception cref="ArgumentException">The objective is not possible at this size.</exception>
    /// <exception cref="NotSupportedException">An operator on the way has no gradient; it is named.</exception>
    public DreamOctave(Dream dream, int width, int height)
    {
        (this.dream, Width, Height) = (dream, width, height);
        Picture = dream.PictureOf(width, height);
        (StepRoots, report) = BuildStep();
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The octave that is dreamt before this one; null for the first.</summary>
    public DreamOctave? Smaller { get; set; }

    /// <summary>What a step does: the update of the picture, then what is shown.</summary>
    public Tensor[] StepRoots { get; }

    /// <summary>Names of layers that dream well.</summary>
    public IReadOnlyList<string> Layers { get; private set; } = [];

    /// <summary>The picture [1,3,H,W] of 0..1 as it is now.</summary>
    public Parameter Picture { get; }

    /// <summary>Sets the picture to source and detail.</summary>
    public Plan Begin => begin ??= dream.Compile(BeginRoots(), [], $"dream begins at {Width}×{Height}");

    /// <summary>One step of ascent.</summary>
    public Plan Step => step ??= dream.Compile(StepRoots, [report], $"dream at {Width}×{Height}");

    /// <summary>Maps in which several ways of a net meet; of a net without such ones those of activations, or all.</summary>
    public static string[] Dreamable(TrunkLayers layers)
    {
        var maps = layers.Maps;
        string[] Of(Func<Node, bool> kind) => [.. maps.Where(n => kind(layers[n].Node))];
        var meeting = Of(n => n.Op is ConcatOp || (n.Op is AddOp && n.Inputs.All(i => i.Shape == n.Shape)));
        var activations = Of(n => n.Op is ReluOp or ClampOp or SiluOp or HardswishOp or HardtanhOp);
        return meeting.Length > 0 ? meeting : activations.Length > 0 ? activations : [.. maps];
    }

    private Tensor[] BeginRoots()
    {
        var graph = new Graph();
        var picture = Source(graph);
        if (Smaller is { } smaller)
            picture += Sized(graph.Parameter(smaller.Picture) - smaller.Source(graph), Width, Height);
        return [picture.AssignTo(Picture)];
    }

    private (Tensor[] Roots, Tensor Report) BuildStep()
    {
        var graph = new Graph();
        Tensor picture = graph.Parameter(Picture), shift = graph.Value(Shift, new Shape(2), DType.I32), sigma = graph.Value(Sigma);
        var rolled = picture.Roll(shift);
        var layers = dream.Trunk.Apply(rolled);
        Layers = Dreamable(layers);
        var objective = dream.Objective.Build(layers, dream.Guide is { } guide ? guide.Match : null);
        var gradient = Autodiff.Gradient(objective, rolled);
        // What sees luminance alone dreams in it: green, of which luminance has most, would otherwise be pushed most, and darker places turn purple.
        if (dream.Trunk.Model.Channels == 1)
            gradient = gradient.Mean([1], keepDim: true).BroadcastTo(gradient.Shape);
        gradient = Smooth(gradient.Roll(shift, back: true), sigma);
        var size = gradient.Abs().Mean();
        var change = gradient / (size + Tiny) * graph.Value(Rate).Scale(1 / 255f);
        if (dream.Mask is { } mask)
            change *= Sized(graph.Parameter(mask), Width, Height);
        // Decided on the device, as in a scene nobody waits for the objective: what is no number or infinite leaves the picture as it is.
        var good = (IsBroken(objective).Or(IsBroken(size))).Not();
        var next = Tensor.Where(good, (picture + change).Clamp(0, 1), picture);
        var report = Tensor.Concat(0, objective.Reshape(1), size.Reshape(1)).Named(Report);
        Tensor[] roots = [next.AssignTo(Picture)];
        return (dream.Images.Shown is null ? roots : [.. roots, Shown(next).ToImage(Dream.ShownImage)], report);
    }

    /// <summary>Whether a scalar is no number or infinite.</summary>
    internal static Tensor IsBroken(Tensor x) => x.IsNan().Or(x.IsInf());

    // Whole even where the octave is a small one: the source with the detail so far.
    private Tensor Shown(Tensor picture)
    {
        var source = picture.Graph.Parameter(dream.Source);
        return (Width, Height) == (dream.Width, dream.Height) ? picture : source + Sized(picture - Source(picture.Graph), dream.Width, dream.Height);
    }

    private Tensor Source(Graph graph) => Sized(graph.Parameter(dream.Source), Width, Height);

    private static Tensor Sized(Tensor x, int width, int height) => x.Interpolate(height, width, ResizeMode.Linear, antialias: true);

    // A cascade of three blurs averaged (gordicaleksa, pytorch-deepdream): broad shapes are strengthened without losing fine ones.
    private Tensor Smooth(Tensor gradient, Tensor sigma)
    {
        var window = Math.Min(MostWindow, Math.Min(Width, Height) * 2 - 1);
        return Tensor.MeanOf([.. Cascade.Select(c => gradient.GaussianBlur(sigma.Scale(c), window))]);
    }
}
