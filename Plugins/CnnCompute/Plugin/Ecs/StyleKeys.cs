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
                if (input.WasPressed(Key.N) && style.Choices.Length > 0)
                    Next(ref style);
                if (input.WasPressed(Key.Z) || input.WasPressed(Key.X))
                    Mix(ref style, input.WasPressed(Key.X) ? BlendStep : -BlendStep);
                if (input.WasPressed(Key.M) && style.Net.Length > 0)
                    style.Mask = StyleMask.Shapes[(IndexOf(StyleMask.Shapes, style.Mask) + 1) % StyleMask.Shapes.Count];
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
        var all = StyleList.Names(style.Choices);
        var now = style.Net.Length > 0 ? style.Net : style.Style;
        var next = all[(IndexOf(all, now) + 1) % all.Length];
        if (style.Net.Length > 0)
            style.Net = next;
        else
            style.Style = next;
    }

    private static void Mix(ref StyleTransfer style, float by)
    {
        if (style.Method == StyleTechnique.AdaIN)
            style.Alpha = Math.Clamp(style.Alpha + by, 0, 1);
        else if (style.Second.Length > 0)
            style.Blend = Math.Clamp(style.Blend + by, 0, 1);
        else if (style.Net.Length > 0)
            style.Strength = Math.Clamp(style.Strength + by, 0, 1);
    }

    private static int IndexOf(IReadOnlyList<string> all, string name)
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i] == name)
                return i;
        }
        return -1;
    }
}
