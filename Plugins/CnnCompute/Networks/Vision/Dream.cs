// Deep Dream: a picture is changed to show more of what a trained net sees in it.
using Engine;

namespace CnnCompute;

/// <summary>
/// Ascends an objective on a picture of one size: in octaves from small to large, the picture rolled at random before each step, the gradient
/// smoothed, divided by its mean absolute value and added (Mordvintsev, Olah and Tyka, "Inceptionism", 2015). All of it is recorded plans on one
/// <see cref="Residence"/>; the CPU only sets their values. <see cref="Run"/> goes through all octaves at once, <see cref="Sequence"/> a few slices
/// in each frame.
/// </summary>
public sealed partial class Dream : Computation
{
    /// <summary>Names under which plans bind images.</summary>
    internal const string SourceImage = "source", ShownImage = "shown", MaskImage = "mask";

    /// <summary>About the square root of a guide's pixels.</summary>
    internal const int GuideSide = 256;

    private const string Theta = "dream theta", Blend = "dream blend", Coherence = "dream coherence";
    private const int MostStride = 20;
    private readonly PlanOptions planOptions;
    private readonly DreamOctave[] octaves;
    private readonly float[] theta = new float[6], report = new float[2];
    private readonly int[] shift = new int[2];
    private readonly Philox random;
    private readonly Plan follow;
    private Plan? alone;
    private DreamOptions options;
    private ulong drawn;
    private int begun = -1;

    /// <summary>Prepares a dream of pictures of <paramref name="width"/> by <paramref name="height"/>.</summary>
    /// <param name="weights">Holds the net's weights, and the dream's state until it is disposed.</param>
    /// <param name="trunk">The net.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="options">Settings within their ranges (<see cref="SettingsExtensions.Clamped"/>).</param>
    /// <param name="images">What it looks at and writes; they stay the caller's.</param>
    /// <param name="plans">How plans are compiled; null for the defaults.</param>
    /// <exception cref="ArgumentException">The objective does not exist, or the picture is too small for it; the message says what would
    /// do.</exception>
    /// <exception cref="NotSupportedException">An operator between picture and objective has no gradient; it is named.</exception>
    public Dream(Residence weights, Trunk trunk, int width, int height, DreamOptions options, DreamImages images, PlanOptions? plans = null)
        : base(weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (Trunk, Width, Height, this.options, Images, planOptions) = (trunk, width, height, options, images, plans ?? new PlanOptions());
        random = new Philox((ulong)options.Seed);
        Objective = Objective.Parse(options.Objective);
        Source = State("dream source", new Shape(1, 3, height, width));
        Awake = State("dream awake", new Shape(1));
        Mask = images.Mask is null ? null : State("dream mask", new Shape(1, 1, height, width));
        using var construction = Constructing();
        if (images.Guide is { } guide)
            Guide = Own(new DreamGuide(weights, trunk, guide, Objective, GuideSide));
        octaves = MakeOctaves();
        follow = Compile(FollowRoots(coherent: false), [], "dream follows");
        if (images.Mask is { } mask)
            Load(mask);
        construction.Complete();
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The net.</summary>
    public Trunk Trunk { get; }

    /// <summary>What is ascended.</summary>
    public Objective Objective { get; }

    /// <summary>Sizes that are dreamt, the smallest first.</summary>
    public IReadOnlyList<(int Width, int Height)> Octaves => [.. octaves.Select(o => (o.Width, o.Height))];

    /// <summary>The settings.</summary>
    public DreamOptions Options => options;

    /// <summary>The newest step that is known of: at once after <see cref="Run"/>'s, some frames late in a scene.</summary>
    public DreamStep Last { get; private set; } = new(-1, -1, 0, 0);

    /// <summary>Steps that have run or been recorded.</summary>
    public long Steps { get; private set; }

    /// <summary>
    /// Layers that dream well, from shallow to deep: those in which several ways of the net meet, else those of its activations, else all maps.
    /// </summary>
    public IReadOnlyList<string> Layers => octaves[^1].Layers;

    /// <summary>Bytes of the arena of the octave that was dreamt last, before that of the largest; and the fewest it could have.</summary>
    public (long Bytes, long Least) Arena
    {
        get
        {
            var step = octaves[Last.Octave < 0 ? octaves.Length - 1 : Last.Octave].Step;
            return (step.ArenaBytes, step.ArenaLowerBound);
        }
    }

    internal DreamImages Images { get; private set; }

    internal DreamGuide? Guide { get; }

    /// <summary>What the dream began from, [1,3,H,W] of 0..1.</summary>
    internal Parameter Source { get; }

    /// <summary>[1]: above 0 once the source has shown anything.</summary>
    private Parameter Awake { get; }

    /// <summary>Where it may change, [1,1,H,W] of 0..1.</summary>
    internal Parameter? Mask { get; }

    /// <summary>The octaves, for tests.</summary>
    internal IReadOnlyList<DreamOctave> Parts => octaves;

    /// <summary>
    /// The layer that is dreamt where none is named: <see cref="ModelFile.DreamLayer"/>, else two thirds down those of <see cref="Layers"/> that are
    /// not tiny.
    /// </summary>
    /// <exception cref="ArgumentException">The net has no maps for pictures of that size.</exception>
    public static string DefaultLayer(Trunk trunk, int width, int height)
    {
        var layers = trunk.Apply(new Graph().Input("picture", 1, 3, height, width));
        string[] names = [.. DreamOctave.Dreamable(layers)];
        if (names.Contains(trunk.Model.DreamLayer))
            return trunk.Model.DreamLayer;
        string[] fine = [.. names.Where(n => Math.Min(layers[n].Shape[2], layers[n].Shape[3]) * MostStride >= Math.Min(width, height))];
        var among = fine.Length > 0 ? fine : names;
        return among.Length > 0
            ? among[among.Length * 2 / 3]
            : throw new ArgumentException($"{trunk.Model.Path}: makes no maps of pictures of {width}×{height}");
    }

    /// <summary>Goes on with other settings where these need no other plans; false where they do.</summary>
    public bool Takes(DreamOptions wanted)
    {
        if (!Settings.NeedSamePlans(wanted, options))
            return false;
        options = wanted;
        return true;
    }

    /// <summary>
    /// Dreams through all octaves; waits. Returns false where a step was not finite: it stops there and keeps the last good picture.
    /// </summary>
    /// <param name="step">Called after each step.</param>
    /// <param name="cancellation">Stops between two steps; the picture so far is kept.</param>
    public bool Run(Action<DreamStep>? step = null, CancellationToken cancellation = default)
    {
        for (var o = 0; o < octaves.Length; o++)
        {
            Begin(o);
            for (var s = 0; s < options.Steps && !cancellation.IsCancellationRequested; s++)
            {
                SetStep(octaves[o].Step, s);
                octaves[o].Step.Run();
                var values = octaves[o].Step.Fetch(DreamOctave.Report);
                step?.Invoke(Last = new DreamStep(o, s, values[0], values[1]));
                if (!Last.IsFinite)
                    return false;
            }
            if (cancellation.IsCancellationRequested)
                break;
        }
        return true;
    }

    /// <summary>
    /// The picture [3,H,W] of 0..1 as far as it was dreamt; waits. The detail of an octave that was reached is carried through the larger ones.
    /// </summary>
    public float[] Picture()
    {
        while (begun < octaves.Length - 1)
            Begin(begun + 1);
        return Weights.Get(octaves[^1].Picture);
    }

    /// <summary>The picture [3,H,W] of 0..1 of the octave that was reached last, in its own size; waits.</summary>
    public (float[] Picture, int Width, int Height) Reached()
    {
        var octave = octaves[Math.Max(0, Last.Octave)];
        return (Weights.Get(octave.Picture), octave.Width, octave.Height);
    }

    /// <summary>
    /// One dream after another, a few slices in each frame: follow, then every octave. Plans must have been compiled with
    /// <see cref="PlanOptions.Budgeted"/>. All of them are compiled here.
    /// </summary>
    /// <param name="fresh">Whether the next dream counts the last one for nothing.</param>
    public PlanSequence Sequence(Func<bool> fresh)
    {
        var plan = Following();
        var turns = new List<PlanTurn>
        {
            new(plan, Before: _ =>
            {
                SetFollow(plan, fresh() ? 1 : options.Blend);
                begun = -1;
            }),
        };
        foreach (var (o, octave) in octaves.Index())
        {
            turns.Add(new PlanTurn(octave.Begin, Before: _ => begun = o));
            if (options.Steps > 0)
            {
                turns.Add(new PlanTurn(
                    octave.Step, options.Steps, s => SetStep(octave.Step, s), (s, commands) => octave.Step.Read(commands, DreamOctave.Report, s)));
            }
        }
        return new PlanSequence(turns);
    }

    /// <summary>Begins an octave, and gives the plan of its first step with its values set, to be run as often as one likes; waits.</summary>
    public Plan Prepared(int octave)
    {
        Begin(octave);
        SetStep(octaves[octave].Step, 0);
        return octaves[octave].Step;
    }

    /// <summary>Takes what steps in frames reported, without waiting.</summary>
    public void Poll()
    {
        for (var o = 0; o < octaves.Length; o++)
        {
            while (octaves[o].Step.TryRead(DreamOctave.Report, report, out var s))
                Last = new DreamStep(o, (int)s, report[0], report[1]);
        }
    }

    /// <summary>The source is now another image, of any size; a dream under way goes on with the old one.</summary>
    public void Rebind(GpuImage source)
    {
        Images = Images with { Source = source };
        follow.Rebind((SourceImage, source));
        alone?.Rebind((SourceImage, source));
    }

    /// <summary>
    /// A plan after which this goes on from the picture of another dream; null where that has another size or lives elsewhere. The caller's.
    /// </summary>
    public Plan? Inherit(Dream other)
    {
        if ((other.Width, other.Height) != (Width, Height) || !ReferenceEquals(other.Weights, Weights))
            return null;
        var graph = new Graph();
        return Plan.Compile(Weights,
            [graph.Parameter(other.octaves[^1].Picture).AssignTo(octaves[^1].Picture), graph.Parameter(other.Awake).AssignTo(Awake)],
            options: new PlanOptions { Name = "dream goes on" });
    }

    /// <summary>Compiles a plan of the dream's, which looks at those of its images that the roots name.</summary>
    internal Plan Compile(IEnumerable<Tensor> roots, IEnumerable<Tensor> fetch, string name)
    {
        Tensor[] all = [.. roots];
        var images = new List<(string, GpuImage)>();
        foreach (var (key, image) in new[] { (SourceImage, Images.Source), (ShownImage, Images.Shown) })
        {
            if (image is not null
                && all[0].Graph.Nodes.Any(n => n.Op is FromImageOp from && from.Image == key || n.Op is ToImageOp to && to.Image == key))
            {
                images.Add((key, image));
            }
        }
        return Compile(all, fetch, images, planOptions with { Name = name });
    }

    /// <summary>The picture of an octave.</summary>
    internal Parameter PictureOf(int width, int height) => State($"dream {width}x{height}", new Shape(1, 3, height, width));

    // From the largest, so that what is wrong with the objective is told before what is wrong with sizes.
    private DreamOctave[] MakeOctaves()
    {
        var sizes = Enumerable.Range(0, options.Octaves).Select(o => Math.Pow(options.OctaveScale, options.Octaves - 1 - o))
            .Select(s => (W: Math.Max(1, (int)Math.Round(Width / s)), H: Math.Max(1, (int)Math.Round(Height / s)))).ToArray();
        var made = new DreamOctave[sizes.Length];
        for (var o = made.Length - 1; o >= 0; o--)
        {
            try
            {
                made[o] = new DreamOctave(this, sizes[o].W, sizes[o].H);
            }
            catch (ArgumentException error) when (o < made.Length - 1)
            {
                throw new ArgumentException($"{made.Length} octaves make a picture of {Width}×{Height} as small as {sizes[o].W}×{sizes[o].H}, too "
                    + $"small for {Trunk.Model.Path}: at most {made.Length - 1 - o} are possible, or a larger picture, or a smaller octave scale "
                    + $"({error.Message})", error);
            }
        }
        for (var o = 1; o < made.Length; o++)
            made[o].Smaller = made[o - 1];
        return made;
    }

    private void Begin(int octave)
    {
        octaves[octave].Begin.Run();
        begun = octave;
    }

    private void Load(GpuImage mask)
    {
        var graph = new Graph();
        var grey = graph.FromImage(MaskImage, Height, Width, PixelNorm.Unit, grey: true);
        using var plan = Plan.Compile(Weights, [grey.AssignTo(Mask!)], (MaskImage, mask));
        plan.Run();
    }

    private void SetStep(Plan plan, int step)
    {
        for (var axis = 0; axis < 2; axis++)
            shift[axis] = (int)(random.Word(drawn++) % (uint)(2 * options.Jitter + 1)) - options.Jitter;
        plan.SetInt(DreamOctave.Shift, shift);
        plan.Set(DreamOctave.Sigma, options.Smoothing > 0 ? options.Smoothing + DreamOptions.SmoothingGrowth * (step + 1) / options.Steps : 0);
        plan.Set(DreamOctave.Rate, options.Rate);
        Steps++;
    }
}
