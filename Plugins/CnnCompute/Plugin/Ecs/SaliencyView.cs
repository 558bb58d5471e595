// The running side of a heat map: its plans, its picture and its newest result.
using Engine;

namespace CnnCompute;

/// <summary>What runs for an entity with a <see cref="Saliency"/>; disposed with it.</summary>
internal sealed class SaliencyView(App app, Entity entity) : ILive<Saliency>
{
    private readonly Images images = app.Images;
    private readonly float[] probability = new float[1];
    private readonly int[] index = new int[1];
    private Classifier classifier;
    private GpuImage? source;
    private SaliencyProgram? program;

    /// <summary>The settings that run; wrong ones never do.</summary>
    public Saliency Running { get; private set; }

    /// <summary>The method's plans.</summary>
    public AttributionRun Plans => program!.Run;

    /// <summary>What was explained last: the class, -1 with an objective; and its probability.</summary>
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
            Running = wanted;
            return true;
        }
        if (ImageOf(app.World, wanted) is { } image && !images.TryGet(image, out _))
            return false;
        Build(wanted);
        return true;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        var plans = Plans;
        // What its plans are bound to lives as long as it is published.
        if (!images.TryGet(Running.Image.Length > 0 ? Running.Image : classifier.Image, out var image))
            return;
        if (!ReferenceEquals(image, source))
        {
            plans.First.Rebind((SaliencyProgram.Source, image));
            source = image;
        }
        plans.Last.Set(SaliencyProgram.OpacityKey, Math.Clamp(Running.Heat.Opacity, 0, 1));
        var finished = frame.Advance(plans.Sequence, Running.Budget);
        if (finished)
            Results++;
        if (Running.Options.Objective.Length > 0)
            return;
        if (finished)
            plans.Last.Read(frame.Commands);
        while (plans.Last.TryRead(SaliencyProgram.ProbabilityName, probability, out _))
            Found = (Found.Class, probability[0]);
        while (plans.Last.TryRead(SaliencyProgram.ClassName, index, out _))
            Found = (index[0], Found.Probability);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        program?.Dispose();
        Withdraw(program?.Picture, app.World.IsAlive(entity) ? app.World.NameOf(entity) : "");
        program = null;
    }

    // Compiles for other settings; the old ones go on where that fails.
    private void Build(in Saliency wanted)
    {
        var (name, stand) = (app.World.NameOf(entity), Classifier.Of(app.World, wanted.Classifier));
        if (ImageOf(app.World, wanted) is not { } image)
            throw new InvalidOperationException($"saliency {name} looks at no image; name one, or a classifier that does");
        var found = images.Find(image)!;
        // What the old plans keep on the device makes room for the new ones' only when these stand.
        var next = SaliencyProgram.Compile(app, name, wanted, stand, found, program?.Picture);
        var old = program;
        (program, Running, classifier, source, Results) = (next, wanted, stand, found, 0);
        old?.Dispose();
        if (!ReferenceEquals(next.Picture, old?.Picture))
        {
            Withdraw(old?.Picture, name);
            images.Publish(name, next.Picture);
        }
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
        else if ((uint)Found.Class < (uint)program!.Labels.Count)
            text.Append($"{program.Labels[Found.Class]}, {Found.Probability * 100:F1} %");
        else
            text.Append($"class {Found.Class}, {Found.Probability * 100:F1} %");
    }

    private void Withdraw(GpuImage? picture, string name)
    {
        if (picture is null)
            return;
        images.Withdraw(name, picture);
        picture.Dispose();
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
