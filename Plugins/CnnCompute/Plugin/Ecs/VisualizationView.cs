// The running side of an ascent in a scene.
using Engine;

namespace CnnCompute;

/// <summary>What runs for an entity with a <see cref="Visualization"/>; disposed with it.</summary>
internal sealed class VisualizationView : ILive<Visualization>
{
    private const int UsualSide = 224;
    private static readonly Limits Side = new(8, 1024), Asked = new(0, 1024);
    private readonly LogOnce said;
    private readonly FeatureVisualizer visualizer;
    private readonly PlanSequence first, steady;
    private readonly Images images;
    private readonly GpuImage picture;
    private readonly string name;
    private readonly float[] value = new float[1];
    private Visualization wanted;
    private int step, begun, steps;
    private bool stopped;

    private VisualizationView(Images images, string name, string caption, in Visualization wanted, FeatureVisualizer visualizer, GpuImage picture,
        LogOnce said)
    {
        (this.said, Caption, steps) = (said, caption, wanted.Options.Clamped([]).Steps);
        (this.images, this.name, this.wanted, this.visualizer, this.picture) = (images, name, wanted, visualizer, picture);
        PlanTurn Turn(Plan plan) => new(plan, Before: _ => visualizer.Prepared(step), After: (_, commands) => plan.Read(commands));
        (first, steady) = (new PlanSequence(Turn(visualizer.First)), new PlanSequence(Turn(visualizer.Steady)));
        images.Publish(name, picture);
    }

    /// <summary>The objective: a class's name, or as it was written.</summary>
    public string Caption { get; }

    /// <summary>Steps since it began from noise.</summary>
    public int Step => step;

    /// <summary>How often it began.</summary>
    public int Begun => begun + 1;

    /// <summary>The objective, some frames ago.</summary>
    public float Objective => value[0];

    /// <summary>What readouts show of it: what it maximises, how far it is, and in which step.</summary>
    public static Readings<VisualizationView> Readings { get; } = new()
    {
        { "objective", static (view, _, text) => text.Append($"{view.Caption}: {view.Objective:F1}, step {view.Step}") },
    };

    /// <summary>Compiles.</summary>
    public static VisualizationView Compile(Frame frame, Entity entity, Visualization wanted)
    {
        var (app, name, classifier) = (frame.App, frame.World.NameOf(entity), Classifier.Of(frame.World, wanted.Classifier));
        string Or(string own, string other) => own.Length > 0 ? own : other;
        var (model, weights) = app.Models().Open(app.PathOf(Or(Or(wanted.Model, classifier.Model), ModelFile.Usual)));
        var trunk = new Trunk(model, Or(wanted.Norm, classifier.Norm) is { Length: > 0 } norm ? PixelNorm.Parse(norm) : null);
        app.SayOnce(trunk.Model.NormSentence);
        var (words, said) = (new List<string>(), new LogOnce());
        var size = Asked.Take("size", wanted.Size, words);
        var side = Side.Take("size", size > 0 ? size : UsualSide, words);
        var (height, width) = size == 0
            ? (model.Height > 0 ? model.Height : side, model.Width > 0 ? model.Width : side)
            : (side, side);
        var options = wanted.Options.Clamped(words).For(height, width);
        foreach (var word in words)
            said.Warning($"visualization {name}: {word}");
        var picture = frame.Gpu.Image(width, height, name);
        try
        {
            var objective = CnnCompute.Objective.Parse(Or(wanted.Objective, Or(model.ShownObjective, "class:0")));
            var visualizer = new FeatureVisualizer(weights, trunk, objective, options, app.PlansFor(name, wanted.Budget), picture);
            return new VisualizationView(app.Images, name, CaptionOf(model, objective.Text), wanted, visualizer, picture, said);
        }
        catch
        {
            picture.Dispose();
            throw;
        }
    }

    private static string CaptionOf(ModelFile model, string objective) =>
        objective.StartsWith("class:", StringComparison.Ordinal) && int.TryParse(objective["class:".Length..], out var index)
            && index < model.Labels.Count
            ? Classification.Short(model.Labels[index])
            : objective;

    /// <inheritdoc/>
    public bool Takes(in Visualization other)
    {
        if (!other.IsRunAs(wanted))
            return false;
        var words = new List<string>();
        (wanted, steps) = (other, other.Options.Clamped(words).Steps);
        foreach (var word in words)
            said.Warning($"visualization {name}: {word}");
        return true;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        var plan = visualizer.First.IsRunning || (!visualizer.Steady.IsRunning && step < visualizer.FirstSteps)
            ? visualizer.First
            : visualizer.Steady;
        while (plan.TryRead(FeatureVisualizer.ValueName, value, out _))
        {
            if (!float.IsFinite(value[0]) && !stopped)
            {
                stopped = true;
                Log.Warning($"visualization {name}: the objective became {value[0]} in step {step}; it stops; "
                    + $"a smaller rate than {wanted.Options.Rate} may help");
            }
        }
        if (stopped)
            return;
        if (!plan.IsRunning && steps > 0 && step >= steps)
        {
            step = 0;
            visualizer.Restart(++begun);
            visualizer.Again.Execute(frame.Commands);
            plan = visualizer.FirstSteps > 0 ? visualizer.First : visualizer.Steady;
        }
        var sequence = ReferenceEquals(plan, visualizer.First) ? first : steady;
        if (frame.Advance(sequence, wanted.Budget))
            step++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        images.Withdraw(name, picture);
        visualizer.Dispose();
        picture.Dispose();
    }
}
