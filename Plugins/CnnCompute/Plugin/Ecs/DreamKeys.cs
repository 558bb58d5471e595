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
                var o = dream.Options;
                // Factors and sums beyond what is possible end at its border, without a word: the key shows it.
                dream.Options = (o with
                {
                    Rate = o.Rate * MathF.Pow(RateFactor, rate),
                    Octaves = o.Octaves + octaves,
                    Blend = o.Blend + blend * BlendStep,
                    Zoom = o.Zoom + zoom * ZoomStep,
                    Objective = layer == 0 ? o.Objective : Neighbour(dream, frame.World.Find<Dreaming>(chunk.Entity(i)), layer),
                }).Clamped([]);
                dream.Start += start;
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
        var (asked, layers) = (dream.Options.Objective, dream.Layers.Count > 0 ? dream.Layers : running?.Dream.Layers ?? []);
        if (layers.Count == 0)
            return asked;
        var now = asked.Length > 0 ? asked : running?.Layer;
        var at = layers.ToList().IndexOf(now ?? "");
        return layers[at < 0 ? 0 : (at + step + layers.Count) % layers.Count];
    }
}
