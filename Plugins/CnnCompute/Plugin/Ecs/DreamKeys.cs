// The keys of dreams.
using Engine;

namespace CnnCompute;

/// <summary>Update phase: keys edit every dream.</summary>
public static class DreamKeys
{
    private const float RateFactor = 1.25f, BlendStep = 0.05f, ZoomStep = 0.01f;
    private static readonly QueryDescription Dreams = new QueryDescription().WithAll<DeepDream>();

    /// <summary>Edits dreams as keys say.</summary>
    public static void Run(Frame frame)
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
                    dream.Layer = Neighbour(dream, frame.World.Find<Dreaming>(chunk.Entity(i)), layer);
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
}
