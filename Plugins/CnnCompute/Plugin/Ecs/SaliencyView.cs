// The running side of a heat map: its plans, its picture and its newest result.
using Engine;

namespace CnnCompute;

/// <summary>What runs for an entity with a <see cref="Saliency"/>; disposed with it.</summary>
internal sealed class SaliencyView(App app, Entity entity) : ILive<Saliency>
{
    private readonly Images images = app.Images;
    private readonly float[] probability = new float[1];
    private readonly int[] index = new int[1];
    private readonly LogOnce said = new();
    private Classifier classifier;
    private HeatOptions heat = HeatOptions.Usual;
    private GpuImage? source;
    private SaliencyProgram? program;
    private LatePicture? shown;
    private Classification? leader;
    private State state;
    private bool hasProbability, hasIndex;
    private long picture = -1, ranIn = -1;

    /// <summary>The settings that run; wrong ones never do.</summary>
    public Saliency Running { get; private set; }

    /// <summary>The method's plans.</summary>
    public AttributionRun Plans => program!.Run;

    /// <summary>What was explained last: the class and its probability, or the feature and its value; -1 with an objective.</summary>
    public (int Class, float Probability) Found { get; private set; } = (-1, 0);

    /// <summary>Maps finished since it was compiled.</summary>
    public long Results { get; private set; }

    /// <summary>The layer that Grad-CAM weighs: the one that was asked for, or the last.</summary>
    public string Layer => Running.Options.Layer.Length > 0 ? Running.Options.Layer : program!.Maps.Count > 0 ? program.Maps[^1] : "";

    /// <summary>The layer after the one that runs, from shallow to deep and round.</summary>
    public string NextLayer => program!.Maps.Count == 0 ? "" : program.Maps[(program.Maps.ToList().IndexOf(Layer) + 1) % program.Maps.Count];

    /// <summary>What readouts show of it: how a heat map was found, and what it explains.</summary>
    public static Readings<SaliencyView> Readings { get; } = new()
    {
        { "method", static (view, _, text) => view.AppendMethod(text) },
        { "explained", static (view, _, text) => view.AppendExplained(text) },
    };

    /// <summary>Compiles a heat map; its image is published.</summary>
    public static SaliencyView Compile(Frame frame, Entity entity, Saliency wanted)
    {
        var view = new SaliencyView(frame.App, entity);
        try
        {
            view.Build(wanted);
        }
        catch
        {
            view.Dispose();
            throw;
        }
        var help = frame.App.Shared(_ => new KeyHelp());
        help.Add("E", "next method");
        help.Add("G", "next layer of Grad-CAM");
        help.Add("[ ]", "less, more heat");
        return view;
    }

    /// <summary>The image that one looks at: its own, or its classifier's; null for none.</summary>
    public static string? ImageOf(World world, Saliency wanted) =>
        (wanted.Image.Length > 0 ? wanted.Image : Classifier.Of(world, wanted.Classifier).Image) is { Length: > 0 } image ? image : null;

    /// <inheritdoc/>
    public bool Takes(in Saliency wanted)
    {
        if (wanted.IsRunAs(Running) && SaliencyStand.Same(Classifier.Of(app.World, wanted.Classifier), classifier))
        {
            program!.Explain(wanted.Class);
            var words = new List<string>();
            (Running, heat) = (wanted, wanted.Heat.Clamped(words));
            wanted.Options.Clamped(words);
            Say(words);
            return true;
        }
        if (ImageOf(app.World, wanted) is { } image && !images.TryGet(image, out _))
            return false;
        Build(wanted);
        return true;
    }

    /// <summary>Whether it explains what its classifier says of the same image, so that both are shown together.</summary>
    internal bool Follows(Frame frame) => IsOfClassifier && ranIn >= frame.Index - 1;

    private bool IsOfClassifier => Running.Image.Length == 0 || Running.Image == classifier.Image;

    /// <summary>Whether it is still at work on the picture that a classifier began with last.</summary>
    internal bool IsBusyWith(Classification leader, long picture)
    {
        Look();
        return ReferenceEquals(this.leader, leader) && this.picture == picture && state is State.Running or State.Asking;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        // What its plans are bound to lives as long as it is published.
        if (!images.TryGet(Running.Image.Length > 0 ? Running.Image : classifier.Image, out var image))
        {
            said.Warning("image", $"saliency {app.World.NameOf(entity)} looks at an image that nothing in the scene publishes any more; there are: "
                + $"{images.List()}");
            return;
        }
        said.Forget("image");
        ranIn = frame.Index;
        if (!ReferenceEquals(image, source))
        {
            Plans.First.Rebind((SaliencyProgram.Source, image));
            source = image;
        }
        Look();
        var now = IsOfClassifier ? frame.World.Find<Classification>(Running.Classifier) : null;
        if (state == State.Known && (now is null || !ReferenceEquals(now, leader) || now.Shown >= picture))
            Show(frame);
        if (state == State.Idle && (now is null || now.BegunIn == frame.Index))
            (state, leader, picture) = (State.Running, now, now?.Begun ?? -1);
        if (state == State.Running)
            Advance(frame);
    }

    private void Advance(Frame frame)
    {
        Plans.Last.Set(SaliencyProgram.OpacityKey, heat.Opacity);
        if (!frame.Advance(Plans.Sequence, Running.Budget))
            return;
        if (Running.Options.Objective.Length > 0)
        {
            state = State.Known;
            return;
        }
        Plans.Last.Read(frame.Commands);
        state = State.Asking;
    }

    // Takes what has come back of the class that is explained.
    private void Look()
    {
        if (state != State.Asking)
            return;
        hasProbability |= Plans.Last.TryRead(SaliencyProgram.ProbabilityName, probability, out _);
        hasIndex |= Plans.Last.TryRead(SaliencyProgram.ClassName, index, out _);
        if (hasProbability && hasIndex)
            (state, hasProbability, hasIndex) = (State.Known, false, false);
    }

    // The map, its picture and what is said of it, in one frame.
    private void Show(Frame frame)
    {
        shown!.Show(frame.Commands, program!.Picture);
        if (Running.Options.Objective.Length == 0)
            Found = (index[0], probability[0]);
        Results++;
        state = State.Idle;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        program?.Dispose();
        program?.Picture.Dispose();
        shown?.Dispose();
        (program, shown) = (null, null);
    }

    // Compiles for other settings; the old ones go on where that fails.
    private void Build(in Saliency wanted)
    {
        var (name, stand) = (app.World.NameOf(entity), Classifier.Of(app.World, wanted.Classifier));
        if (ImageOf(app.World, wanted) is not { } image)
            throw new InvalidOperationException($"saliency {name} looks at no image; name one, or a classifier that does");
        var found = images.Find(image)!;
        // What the old plans keep on the device makes room for the new ones' only when these stand.
        var asked = wanted;
        var next = app.Load(Path.GetFileName(SaliencyProgram.FileOf(wanted, stand)),
            () => SaliencyProgram.Compile(app, name, asked, stand, found, program?.Picture, said));
        var old = program;
        (program, Running, heat, classifier, source, Results) = (next, wanted, wanted.Heat.Clamped([]), stand, found, 0);
        (state, leader, hasProbability, hasIndex) = (State.Idle, null, false, false);
        old?.Dispose();
        if (!ReferenceEquals(next.Picture, old?.Picture))
            old?.Picture.Dispose();
        shown ??= new LatePicture(images, app.Gpu, name, next.Picture.Width, next.Picture.Height);
    }

    private void Say(List<string> words)
    {
        foreach (var word in words)
            said.Warning($"saliency {app.World.NameOf(entity)}: {word}");
    }

    private void AppendMethod(TextBuffer text)
    {
        text.Append($"{Attribution.NameOf(Running.Options.Method)}");
        if (Running.Options.Method is AttributionMethod.GradCam or AttributionMethod.GuidedGradCam)
            text.Append($" of {Layer}");
    }

    private void AppendExplained(TextBuffer text)
    {
        if (Results == 0)
            text.Append($"…");
        else if (Running.Options.Objective.Length > 0)
            text.Append($"{Running.Options.Objective}");
        else if (program!.FeatureLayer.Length > 0)
            text.Append($"its strongest feature, {program.FeatureLayer}:{Found.Class}, {Found.Probability:F1}");
        else if ((uint)Found.Class < (uint)program.Labels.Count)
            text.Append($"{program.Labels[Found.Class]}, {Found.Probability * 100:F1} %");
        else
            text.Append($"class {Found.Class}, {Found.Probability * 100:F1} %");
    }

    // Idle until it begins with a picture; then it runs, asks for the class that it explained, and knows all there is to show.
    private enum State
    {
        Idle,
        Running,
        Asking,
        Known,
    }
}

/// <summary>The classifier that a heat map stands on, as it was: its settings stand in for the map's own.</summary>
internal sealed class SaliencyStand(Classifier known) : IBeside
{
    /// <summary>That of a heat map, as it is now.</summary>
    public static SaliencyStand Of(World world, Entity entity) => new(Now(world, entity));

    /// <summary>Whether two are alike to a heat map.</summary>
    public static bool Same(in Classifier a, in Classifier b) =>
        (a.Model, a.Image, a.Labels, a.Norm, a.Scores, a.Output, a.Crop, a.Size)
            == (b.Model, b.Image, b.Labels, b.Norm, b.Scores, b.Output, b.Crop, b.Size);

    /// <inheritdoc/>
    public bool IsAsItWas(World world, Entity entity) => Same(Now(world, entity), known);

    private static Classifier Now(World world, Entity entity) => Classifier.Of(world, world.Get<Saliency>(entity).Classifier);
}
