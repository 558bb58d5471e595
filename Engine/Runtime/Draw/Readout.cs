// What runs, in words, on a label.
namespace Engine;

/// <summary>On an entity with a Label: replaces its text by what its target says of itself; the label's own text, if any, goes before it.</summary>
public record struct Readout()
{
    /// <summary>The entity that is asked, such as a classifier; none for the app itself.</summary>
    public Entity Target { get; set; } = Entity.Null;

    /// <summary>What is shown, one of the names its target has (<see cref="Live.Names"/>); empty for the first of them.</summary>
    public string Show { get; set; } = "";
}

/// <summary>The running side of a <see cref="Readout"/>: writes the label's <see cref="TextBuffer"/>.</summary>
internal sealed class ReadoutText : ILive<Readout>
{
    // What an app says of itself.
    private static readonly Readings<App> OfApp = new()
    {
        { "rate", static (app, _, text) => text.Append($"{app.FramesPerSecond:F0} frames/s on {app.Gpu.Info.Name}") },
    };

    private readonly App app;
    private readonly Entity entity;
    private readonly TextBuffer text;
    private Readout wanted;

    private ReadoutText(App app, Entity entity, in Readout wanted)
    {
        (this.app, this.entity) = (app, entity);
        Check(wanted);
        this.wanted = wanted;
        text = app.World.AddOrGet(entity, new TextBuffer());
    }

    public static ReadoutText Make(Frame frame, Entity entity, Readout wanted) => new(frame.App, entity, wanted);

    /// <inheritdoc/>
    public bool Takes(in Readout edited)
    {
        Check(edited);
        wanted = edited;
        return true;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        text.Set(Before);
        if (wanted.Target == Entity.Null)
            OfApp.Find(wanted.Show)!(app, frame, text);
        else if (!IsRead(frame))
            text.Append($"…");
    }

    /// <inheritdoc/>
    public void Dispose() => text.Set(Before);

    private string Before => app.World.TryFind<Label>(entity, out var label) ? label.Text : "";

    private bool IsRead(Frame frame)
    {
        if (!app.World.IsAlive(wanted.Target))
            return false;
        foreach (var kind in app.Kinds)
        {
            if (kind.IsOn(app.World, wanted.Target) && kind.Read(frame, wanted.Target, wanted.Show, text))
                return true;
        }
        return false;
    }

    private void Check(in Readout readout)
    {
        var (world, target) = (app.World, readout.Target);
        if (target != Entity.Null && !world.IsAlive(target))
            return;
        string[] names = target == Entity.Null ? [.. OfApp] : [.. app.Kinds.Where(kind => kind.IsOn(world, target)).SelectMany(kind => kind.Names)];
        var show = readout.Show;
        if (names.Length > 0 && (show.Length == 0 || names.Contains(show, StringComparer.OrdinalIgnoreCase)))
            return;
        var (own, asked) = (world.NameOf(entity), target == Entity.Null ? "the app" : world.NameOf(target));
        throw new InvalidOperationException($"readout {own}: {asked} has nothing to show called \"{show}\"{Spelling.Hint(show, names)}");
    }
}
