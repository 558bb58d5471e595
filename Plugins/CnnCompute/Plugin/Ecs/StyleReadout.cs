// Brings what a style does into labels.
using Engine;

namespace CnnCompute;

/// <summary>What a style's readout shows.</summary>
public enum StyleReadoutKind
{
    /// <summary>What paints: names of nets or pictures.</summary>
    Title,

    /// <summary>How two nets are mixed, or how strong one is.</summary>
    Blend,

    /// <summary>Pictures a second, or steps and loss.</summary>
    Progress,
}

/// <summary>On an entity with a Label: replaces its text; the label's own text, if any, goes before it.</summary>
public record struct StyleReadout()
{
    /// <summary>The style.</summary>
    public Entity Style { get; set; } = Entity.Null;

    /// <summary>What is shown.</summary>
    public StyleReadoutKind Show { get; set; } = StyleReadoutKind.Title;
}

/// <summary>Compute phase, after the styles: formats in place, so that steady frames allocate nothing.</summary>
public static class StyleReadoutSystem
{
    private static readonly QueryDescription New = new QueryDescription().WithAll<StyleReadout, Label>().WithNone<TextBuffer>();
    private static readonly QueryDescription Texts = new QueryDescription().WithAll<StyleReadout, Label, TextBuffer>();

    /// <summary>Brings every readout up to date.</summary>
    public static void Run(Frame frame)
    {
        var world = frame.World;
        if (world.CountEntities(in New) > 0)
        {
            var entities = new Entity[world.CountEntities(in New)];
            world.GetEntities(in New, entities);
            foreach (var entity in entities)
                world.Add(entity, new TextBuffer());
        }
        foreach (ref var chunk in world.Query(in Texts))
        {
            foreach (var i in chunk)
            {
                ref var readout = ref chunk.Get<StyleReadout>(i);
                if (StyleTransferSystem.Find(world, readout.Style) is { } live)
                    Write(frame, readout.Show, live, chunk.Get<Label>(i).Text, chunk.Get<TextBuffer>(i));
            }
        }
    }

    private static void Write(Frame frame, StyleReadoutKind show, LiveStyle live, string before, TextBuffer text)
    {
        var (wanted, length) = (live.Wanted, 0);
        var free = text.Free;
        if (show == StyleReadoutKind.Title)
            free.TryWrite($"{before}{live.Title}", out length);
        else if (show == StyleReadoutKind.Blend && wanted.Second.Length > 0)
            free.TryWrite($"{before}{(1 - Math.Clamp(wanted.Blend, 0, 1)) * 100:F0} % + {Math.Clamp(wanted.Blend, 0, 1) * 100:F0} %, mask {wanted.Mask}", out length);
        else if (show == StyleReadoutKind.Blend)
            free.TryWrite($"{before}{Math.Clamp(wanted.Method == StyleTechnique.AdaIN ? wanted.Alpha : wanted.Strength, 0, 1) * 100:F0} %, mask {wanted.Mask}", out length);
        else if (live.Progress is { } progress)
            free.TryWrite($"{before}step {live.Done}, loss {progress.Total:F4}", out length);
        else
            free.TryWrite($"{before}{live.Width}×{live.Height}, {(frame.Time > 0 ? live.Done / frame.Time : 0):F1} pictures/s", out length);
        text.Written(length);
    }
}
