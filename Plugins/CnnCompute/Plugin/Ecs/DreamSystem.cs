// Runs the dreams of a scene, listens to their keys, writes their readouts.
using Engine;

namespace CnnCompute;

/// <summary>Update phase: keys edit every dream. Compute phase: each dreams a little further, and labels say how.</summary>
public static class DreamSystem
{
    private const float RateFactor = 1.25f, BlendStep = 0.05f, ZoomStep = 0.01f;
    private static readonly QueryDescription Dreams = new QueryDescription().WithAll<DeepDream>();
    private static readonly QueryDescription NewTexts = new QueryDescription().WithAll<DreamReadout, Label>().WithNone<TextBuffer>();
    private static readonly QueryDescription Texts = new QueryDescription().WithAll<DreamReadout, Label, TextBuffer>();

    /// <summary>Runs them for this frame.</summary>
    public static void Run(Frame frame)
    {
        frame.App.Shared(_ => new Live<DeepDream, Dreaming>("dream", Dreaming.Compile)).Run(frame);
        if (frame.World.CountEntities(in NewTexts) > 0)
            AttachTexts(frame.World);
        foreach (ref var chunk in frame.World.Query(in Texts))
        {
            foreach (var i in chunk)
            {
                ref var readout = ref chunk.Get<DreamReadout>(i);
                Write(readout.Show, Live<DeepDream, Dreaming>.Find(frame.World, readout.Dream), chunk.Get<Label>(i).Text, chunk.Get<TextBuffer>(i));
            }
        }
    }

    /// <summary>Edits dreams as keys say.</summary>
    public static void Keys(Frame frame)
    {
        if (frame.World.CountEntities(in Dreams) == 0)
            return;
        var told = frame.App.Shared(_ => new Told());
        if (!told.Done)
            Tell(frame.App.Shared(_ => new KeyHelp()), told);
        var input = frame.Input;
        int layer = Pressed(input, Key.Right, Key.Left), rate = Pressed(input, Key.Up, Key.Down), octaves = Pressed(input, Key.PageUp, Key.PageDown),
            blend = Pressed(input, Key.Period, Key.Comma), zoom = Pressed(input, Key.Equal, Key.Minus);
        var start = input.WasPressed(Key.R) ? 1 : 0;
        if (layer == 0 && rate == 0 && octaves == 0 && blend == 0 && zoom == 0 && start == 0)
            return;
        foreach (ref var chunk in frame.World.Query(in Dreams))
        {
            foreach (var i in chunk)
            {
                ref var dream = ref chunk.Get<DeepDream>(i);
                dream.Rate = Math.Clamp(dream.Rate * MathF.Pow(RateFactor, rate), 0.1f, 20);
                dream.Octaves = Math.Clamp(dream.Octaves + octaves, 1, 8);
                dream.Blend = Math.Clamp(dream.Blend + blend * BlendStep, 0, 1);
                dream.Zoom = Math.Clamp(dream.Zoom + zoom * ZoomStep, 0.9f, 1.2f);
                dream.Start += start;
                if (layer != 0)
                    dream.Layer = Neighbour(dream, Live<DeepDream, Dreaming>.Find(frame.World, chunk.Entity(i)), layer);
            }
        }
    }

    /// <summary>Whether this app's keys were told.</summary>
    private sealed class Told
    {
        public bool Done { get; set; }
    }

    private static void Tell(KeyHelp help, Told told)
    {
        told.Done = true;
        help.Add("← →", "layer");
        help.Add("↑ ↓", "rate");
        help.Add("PgUp PgDn", "octaves");
        help.Add(", .", "blend");
        help.Add("- =", "zoom");
        help.Add("R", "dream anew");
    }

    private static int Pressed(Input input, Key more, Key less) => (input.WasPressed(more) ? 1 : 0) - (input.WasPressed(less) ? 1 : 0);

    private static string Neighbour(in DeepDream dream, Dreaming? running, int step)
    {
        IReadOnlyList<string> layers = dream.Layers.Length > 0 ? dream.Layers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : running?.Dream.Layers ?? [];
        if (layers.Count == 0)
            return dream.Layer;
        var now = dream.Layer.Length > 0 ? dream.Layer : running?.Layer;
        var at = layers.ToList().IndexOf(now ?? "");
        return layers[at < 0 ? 0 : (at + step + layers.Count) % layers.Count];
    }

    private static void AttachTexts(World world)
    {
        var entities = new Entity[world.CountEntities(in NewTexts)];
        world.GetEntities(in NewTexts, entities);
        foreach (var entity in entities)
            world.Add(entity, new TextBuffer());
    }

    private static void Write(DreamReadoutKind show, Dreaming? running, string before, TextBuffer text)
    {
        var free = text.Free;
        int length;
        if (running is null)
            free.TryWrite($"{before}…", out length);
        else if (show == DreamReadoutKind.Layer)
            free.TryWrite($"{before}{running.Layer}{(running.IsCompiling ? " …" : "")}", out length);
        else if (show == DreamReadoutKind.Progress && !running.Dream.Last.IsFinite)
            free.TryWrite($"{before}no number: the picture stays as it is", out length);
        else if (show == DreamReadoutKind.Progress)
            free.TryWrite($"{before}objective {running.Dream.Last.Objective:G4}, {running.StepsPerSecond:F1} steps/s", out length);
        else
            WriteSettings(running.Dream, before, free, out length);
        text.Written(length);
    }

    private static void WriteSettings(Dream dream, string before, Span<char> free, out int length)
    {
        var o = dream.Options;
        if (o.Zoom == 1)
            free.TryWrite($"{before}rate {o.Rate:F2}, {o.Octaves} octaves, blend {o.Blend:F2}", out length);
        else
            free.TryWrite($"{before}rate {o.Rate:F2}, {o.Octaves} octaves, blend {o.Blend:F2}, zoom {o.Zoom:F2}", out length);
    }
}
