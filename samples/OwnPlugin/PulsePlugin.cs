// A plugin with a component, a system and a verb of its own.
using System.CommandLine;
using System.Numerics;
using Arch.Core;
using CnnCompute;
using Engine;

/// <summary>On an entity with a Sprite: it grows with how sure a classifier is.</summary>
public record struct Pulse()
{
    /// <summary>The classifier.</summary>
    public Entity Classifier { get; set; } = Entity.Null;

    /// <summary>Side of the sprite, in design units, where the net is sure.</summary>
    public float Side { get; set; } = 400;
}

/// <summary>Update phase: sizes the sprites.</summary>
public static class PulseSystem
{
    private static readonly QueryDescription Pulsing = new QueryDescription().WithAll<Pulse, Sprite>();

    public static void Run(Frame frame)
    {
        foreach (ref var chunk in frame.World.Query(in Pulsing))
        {
            foreach (var i in chunk)
            {
                ref var pulse = ref chunk.Get<Pulse>(i);
                var sure = frame.World.Find<Classification>(pulse.Classifier) is { Results: > 0 } seen ? seen.Probabilities.Max() : 0;
                chunk.Get<Sprite>(i).Size = new Vector2(sure * pulse.Side);
            }
        }
    }
}

/// <summary>What the engine finds.</summary>
public sealed class PulsePlugin : ICommandLinePlugin
{
    public void Install(App app) => app.Component<Pulse>("Pulse").Every(Phase.Update, PulseSystem.Run);

    public IEnumerable<Command> Commands()
    {
        var model = new Argument<string>("model");
        var labels = new Command("labels", "Print what a model tells apart.") { model };
        labels.SetAction(result =>
        {
            foreach (var label in ModelFile.Open(result.GetValue(model)!).Labels)
                Console.WriteLine(label);
        });
        yield return labels;
    }
}
