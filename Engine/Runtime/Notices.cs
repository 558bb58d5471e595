// What a scene has to say to whoever watches it, at its lower edge.
using System.Numerics;

namespace Engine;

/// <summary>Sentences drawn over everything else until they are withdrawn: what a scene goes on without, such as a camera.</summary>
public sealed class Notices
{
    private const float TextSize = 16, Row = 30, Width = 1000;
    private static readonly Vector4 ground = Srgb.Decode(Srgb.Bytes(58, 44, 18, 235)), ink = Srgb.Decode(Srgb.Bytes(246, 214, 140));
    private readonly List<(string Key, string Text)> all = [];

    /// <summary>What is said now.</summary>
    public IEnumerable<string> Texts => all.Select(n => n.Text);

    /// <summary>Says <paramref name="text"/> in place of what was said under <paramref name="key"/>.</summary>
    public void Say(string key, string text)
    {
        Withdraw(key);
        all.Add((key, text));
    }

    /// <summary>Takes back what was said under <paramref name="key"/>, if anything.</summary>
    public void Withdraw(string key) => all.RemoveAll(n => n.Key == key);

    internal static void Install(App app)
    {
        var notices = app.Shared(static _ => new Notices());
        app.Shared(static _ => new OverlayLayers()).Add((_, overlay, _) => notices.Draw(overlay));
    }

    private void Draw(Overlay overlay)
    {
        for (var i = 0; i < all.Count; i++)
        {
            var top = Overlay.DesignHeight - ((all.Count - i) * (Row + 4));
            overlay.Box(new Vector2((Overlay.DesignWidth - Width) / 2, top), new Vector2(Width, Row), 8, ground);
            overlay.Text(all[i].Text, new Vector2(Overlay.DesignWidth / 2, top + 8), TextSize, false, TextAlign.Centre, ink, Width - 24);
        }
    }
}
