// The keys of the scene on a label.
namespace Engine;

/// <summary>On an entity with a Label: replaces its text by what the scene's keys do (<see cref="KeyHelp"/>).</summary>
public record struct KeyLegend()
{
    /// <summary>What stands between two of them; a line break for one below the other.</summary>
    public string Separator { get; set; } = "\n";

    /// <summary>After how many a new line begins; 0 for never.</summary>
    public int PerLine { get; set; } = 0;
}

/// <summary>Writes the legends; Draw phase, before what draws labels.</summary>
public static class KeyLegendSystem
{
    private static readonly QueryDescription Legends = new QueryDescription().WithAll<KeyLegend, Label>();

    /// <summary>Writes them where a key was added.</summary>
    public static void Run(Frame frame)
    {
        if (frame.World.CountEntities(in Legends) == 0)
            return;
        var (help, written) = (frame.App.Shared(_ => new KeyHelp()), frame.App.Shared(_ => new Written()));
        foreach (ref var chunk in frame.World.Query(in Legends))
        {
            foreach (var i in chunk)
            {
                var now = (Legend: chunk.Get<KeyLegend>(i), help.Lines.Count);
                ref var label = ref chunk.Get<Label>(i);
                // A label that was edited meanwhile has the text of its file again.
                if (written.TryGetValue(chunk.Entity(i), out var known) && (known.Legend, known.Lines) == now && ReferenceEquals(known.Text, label.Text))
                    continue;
                written[chunk.Entity(i)] = (now.Legend, now.Count, label.Text = help.Text(now.Legend.Separator, now.Legend.PerLine));
            }
        }
    }

    private sealed class Written : Dictionary<Entity, (KeyLegend Legend, int Lines, string Text)>;
}
