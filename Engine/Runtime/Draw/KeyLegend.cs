// The keys of the scene on a label.
namespace Engine;

/// <summary>On an entity with a Label: replaces its text by what the scene's keys do (<see cref="KeyHelp"/>).</summary>
public record struct KeyLegend()
{
    /// <summary>What stands between two of them; a line break for one below the other.</summary>
    public string Separator { get; set; } = "\n";

    /// <summary>After how many a new line begins; 0 for never.</summary>
    public int PerLine { get; set; } = 0;

    /// <summary>How wide a line may be, in design units, before a new one begins; 0 for any width.</summary>
    public float Width { get; set; } = 0;
}

/// <summary>The running side of a <see cref="KeyLegend"/>: writes the label where a key was added.</summary>
internal sealed class KeyLegendText(Entity entity, KeyLegend wanted) : ILive<KeyLegend>
{
    private int lines = -1;
    private string text = "";

    public static KeyLegendText Make(Frame frame, Entity entity, KeyLegend wanted) => new(entity, wanted);

    /// <inheritdoc/>
    public bool Takes(in KeyLegend edited)
    {
        (wanted, lines) = (edited, -1);
        return true;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        if (!frame.World.Has<Label>(entity))
            return;
        var help = frame.App.Shared(_ => new KeyHelp());
        ref var label = ref frame.World.Get<Label>(entity);
        // A label that was edited meanwhile has the text of its file again.
        if (lines == help.Lines.Count && ReferenceEquals(text, label.Text))
            return;
        lines = help.Lines.Count;
        label.Text = text = help.Text(wanted.Separator, wanted.PerLine, IsWide(label));
    }

    private Func<string, bool>? IsWide(Label label)
    {
        var (most, size, bold) = (wanted.Width, label.Size, label.Bold);
        return most > 0 ? line => Canvas.Measure(line, size, bold) > most : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
