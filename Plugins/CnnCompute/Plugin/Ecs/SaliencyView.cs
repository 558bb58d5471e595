// The running side of a heat map: its plans, its picture and its newest result.
using Engine;

namespace CnnCompute;

/// <summary>What runs for an entity with a <see cref="Saliency"/>; disposed with it.</summary>
internal sealed class SaliencyView(App app, Entity entity) : ILive<Saliency>
{
    private readonly Images images = app.Shared(_ => new Images());
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
    public string Layer => Running.Layer.Length > 0 ? Running.Layer : program!.Maps.Count > 0 ? program.Maps[^1] : "";

    /// <summary>The layer after the one that runs, from shallow to deep and round.</summary>
    public string NextLayer => program!.Maps.Count == 0 ? "" : program.Maps[(program.Maps.ToList().IndexOf(Layer) + 1) % program.Maps.Count];

    /// <summary>Name of a class, or its number.</summary>
    public ReadOnlySpan<char> NameOf(int which, Span<char> scratch) => (uint)which < (uint)program!.Labels.Count ? program.Labels[which]
        : scratch.TryWrite($"class {which}", out var length) ? scratch[..length] : [];

    /// <inheritdoc/>
    public bool Takes(in Saliency wanted)
    {
        if (!wanted.IsRunAs(Running))
            return Build(wanted);
        program!.Explain(wanted.Class);
        Running = wanted;
        return true;
    }

    /// <summary>Compiles for other settings; the old ones go on where that fails. False while the image is not published.</summary>
    public bool Build(in Saliency wanted)
    {
        var (name, stand) = (app.World.NameOf(entity), ClassifierOf(wanted));
        var image = wanted.Image.Length > 0 ? wanted.Image : stand.Image;
        if (image.Length == 0)
            throw new InvalidOperationException($"saliency {name} looks at no image; name one, or a classifier that does");
        if (!images.TryGet(image, out var found))
            return false;
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
        return true;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        if (!Same(ClassifierOf(Running), classifier))
            Follow();
        var (plans, budget) = (Plans, Running.Budget);
        if (images.TryGet(Running.Image.Length > 0 ? Running.Image : classifier.Image, out var image) && !ReferenceEquals(image, source))
        {
            plans.First.Rebind((SaliencyProgram.Source, image));
            source = image;
        }
        plans.Last.Set(SaliencyProgram.OpacityKey, Math.Clamp(Running.Opacity, 0, 1));
        // A stepped scene counts slices, so that it does the same on every machine.
        var finished = budget <= 0 ? plans.Sequence.AdvanceSlices(frame.Commands, int.MaxValue)
            : frame.App.IsDeterministic ? plans.Sequence.AdvanceSlices(frame.Commands, 1) : plans.Sequence.Advance(frame.Commands, budget);
        if (finished)
            Results++;
        if (Running.Objective.Length > 0)
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

    // The classifier it stands on was edited: this follows, or says once why it cannot.
    private void Follow()
    {
        var now = ClassifierOf(Running);
        try
        {
            if (!Build(Running))
                Log.Warning($"saliency {app.World.NameOf(entity)}: nothing publishes the image \"{now.Image}\"; it goes on with the old one");
        }
        catch (Exception error) when (Live<Saliency, SaliencyView>.IsWrongInput(error))
        {
            Log.Warning(error.Message);
        }
        classifier = now;
    }

    private Classifier ClassifierOf(in Saliency wanted)
    {
        var world = app.World;
        return wanted.Classifier != Entity.Null && world.IsAlive(wanted.Classifier) && world.TryGet<Classifier>(wanted.Classifier, out var found) ? found : new Classifier();
    }

    private static bool Same(in Classifier a, in Classifier b) => (a.Model, a.Image, a.Labels, a.Norm, a.Crop, a.Size) == (b.Model, b.Image, b.Labels, b.Norm, b.Crop, b.Size);

    private void Withdraw(GpuImage? picture, string name)
    {
        if (picture is null)
            return;
        images.Withdraw(name, picture);
        picture.Dispose();
    }
}
