// The keys of styles.
using Engine;

namespace CnnCompute;

/// <summary>Update phase: keys change components, as editing the scene file does.</summary>
public static class StyleKeys
{
    private const float BlendStep = 0.1f;
    private const int MostSpread = 8;
    private static readonly QueryDescription Styles = new QueryDescription().WithAll<StyleTransfer>();

    /// <summary>Changes components by the keys of this frame.</summary>
    public static void Run(Frame frame)
    {
        var input = frame.Input;
        foreach (ref var chunk in frame.World.Query(in Styles))
        {
            foreach (var i in chunk)
            {
                ref var style = ref chunk.Get<StyleTransfer>(i);
                if (input.WasPressed(Key.N) && style.Choices.Count > 0)
                    Next(ref style);
                if (input.WasPressed(Key.Z) || input.WasPressed(Key.X))
                    Mix(ref style, input.WasPressed(Key.X) ? BlendStep : -BlendStep);
                if (input.WasPressed(Key.M) && style.Net.Length > 0)
                    style.Options = style.Options with { Mask = After(StyleMask.Shapes, style.Options.Mask) };
                if (input.WasPressed(Key.T) && style.Net.Length > 0)
                    style.Spread = style.Spread >= MostSpread ? 1 : Math.Max(1, style.Spread) * 2;
                if (input.WasPressed(Key.B) && frame.World.Find<LiveStyle>(chunk.Entity(i)) is PaintedStyle painted)
                    painted.Restart();
            }
        }
    }

    // Nets go through the nets, pictures through the pictures.
    private static void Next(ref StyleTransfer style)
    {
        if (style.Net.Length > 0)
            style.Net = After(style.Choices, style.Net);
        else
            style.Style = After(style.Choices, style.Style);
    }

    private static void Mix(ref StyleTransfer style, float by)
    {
        var o = style.Options;
        if (o.Method == StyleTechnique.AdaIN)
            o = o with { Alpha = o.Alpha + by };
        else if (style.Second.Length > 0)
            o = o with { Blend = o.Blend + by };
        else if (style.Net.Length > 0)
            o = o with { Strength = o.Strength + by };
        // Beyond what is possible it ends at the border, without a word: the key shows it.
        style.Options = o.Clamped([]);
    }

    // The one after a name, round and round; the first after none of them.
    private static string After(IReadOnlyList<string> all, string name)
    {
        for (var i = 0; i < all.Count - 1; i++)
        {
            if (all[i] == name)
                return all[i + 1];
        }
        return all[0];
    }
}
