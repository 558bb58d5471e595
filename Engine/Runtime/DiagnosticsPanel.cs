// F3: what a frame costs and what its sources give, over the picture of any scene.
using System.Numerics;

namespace Engine;

/// <summary>The panel at the right top, one of an app; its letters are formatted in place.</summary>
internal sealed class DiagnosticsPanel
{
    private const int MostParts = 12, MostSources = 6, MillisecondsAnOrder = 600;
    private const float Wide = 372, Letters = 13, Line = 16.5f, Inset = 12, CpuColumn = 276, GpuColumn = Wide - Inset;
    private static readonly QueryDescription Feeds = new QueryDescription().WithAll<Feed>();
    private static readonly Vector4 Ground = Palette.Faded(Palette.Well, 0.88f);

    private int[] order = [];
    private long ordered;

    /// <summary>Lets F3 show it, in every scene.</summary>
    public static void Install(App app)
    {
        app.Every(Phase.Capture, Run);
        app.Shared(static _ => new OverlayLayers()).Add(Draw);
    }

    private static void Run(Frame frame)
    {
        if (frame.Input.WasPressed(Key.F3))
            frame.App.Diagnostics.IsShown = !frame.App.Diagnostics.IsShown;
    }

    private static void Draw(Frame frame, Overlay overlay, bool isAlone)
    {
        if (frame.App.Diagnostics.IsShown)
            frame.App.Shared(static _ => new DiagnosticsPanel()).Draw(frame, overlay);
    }

    private void Draw(Frame frame, Overlay overlay)
    {
        var (app, diagnostics) = (frame.App, frame.App.Diagnostics);
        Order(diagnostics.Parts, Environment.TickCount64);
        var rows = Math.Min(MostParts, order.Length);
        var sources = Math.Min(MostSources, frame.World.CountEntities(in Feeds));
        var at = new Vector2(Overlay.DesignWidth - Wide - 12, 12);
        overlay.Box(at, new Vector2(Wide, (rows + 3 + (sources > 0 ? sources + 0.5f : 0)) * Line + 2 * Inset + 10), 10, Ground);
        at.Y += Inset;
        Span<char> text = stackalloc char[96];

        var (whole, busy) = (diagnostics.FrameMilliseconds, diagnostics.GpuMilliseconds);
        text.TryWrite($"{whole:F1} ms a frame, {busy:F1} ms on the device", out var length);
        overlay.Text(text[..length], at + new Vector2(Inset, 0), Letters + 1, true, TextAlign.Left, Palette.Ink);
        text.TryWrite($"{(whole > 0 ? 1000 / whole : 0):F0} frames/s", out length);
        overlay.Text(text[..length], at + new Vector2(GpuColumn, 0), Letters + 1, true, TextAlign.Right, Palette.Ink);
        at.Y += Line + 5;
        overlay.Text("CPU ms", at + new Vector2(CpuColumn, 0), Letters - 1, false, TextAlign.Right, Palette.Faint);
        overlay.Text(diagnostics.HasGpuTimes ? "GPU ms" : "no GPU times", at + new Vector2(GpuColumn, 0), Letters - 1, false, TextAlign.Right,
            Palette.Faint);
        at.Y += Line;
        for (var row = 0; row < rows; row++, at.Y += Line)
            Part(overlay, diagnostics.Parts[order[row]], at, text);
        at.Y += 5;
        Sources(frame.World, overlay, ref at, text, sources);
        text.TryWrite($"device memory {app.Gpu.UsedBytes / 1048576.0:F0} MB in use, {app.Gpu.HeldBytes / 1048576.0:F0} MB held", out length);
        overlay.Text(text[..length], at + new Vector2(Inset, 0), Letters, false, TextAlign.Left, Palette.Faint);
    }

    private static void Part(Overlay overlay, FramePart part, Vector2 at, Span<char> text)
    {
        // A bar behind the words shows at a glance which are the dear ones: a whole one is a sixtieth of a second.
        var share = (float)Math.Clamp((part.CpuMilliseconds + part.GpuMilliseconds) / (1000 / 60.0), 0, 1);
        overlay.Box(at + new Vector2(Inset - 4, -2.5f), new Vector2((Wide - 2 * Inset + 8) * share, Line - 2), 3,
            Palette.Faded(Palette.Accent, 0.22f));
        overlay.Text(part.Name, at + new Vector2(Inset, 0), Letters, false, TextAlign.Left, Palette.Ink, CpuColumn - 64);
        text.TryWrite($"{part.CpuMilliseconds:F2}", out var length);
        overlay.Text(text[..length], at + new Vector2(CpuColumn, 0), Letters, false, TextAlign.Right, Palette.Ink);
        text.TryWrite($"{part.GpuMilliseconds:F2}", out length);
        var isNothing = part.GpuMilliseconds < 0.005;
        overlay.Text(isNothing ? "–" : text[..length], at + new Vector2(GpuColumn, 0), Letters, false, TextAlign.Right,
            isNothing ? Palette.Dim : Palette.Ink);
    }

    private static void Sources(World world, Overlay overlay, ref Vector2 at, Span<char> text, int most)
    {
        var shown = 0;
        foreach (ref var chunk in world.Query(in Feeds))
        {
            foreach (var i in chunk)
            {
                if (shown++ >= most)
                    return;
                var feed = chunk.Get<Feed>(i);
                overlay.Text(feed.Name, at + new Vector2(Inset, 0), Letters, false, TextAlign.Left, Palette.Ink, 130);
                int length;
                if (double.IsNaN(feed.Latency))
                    text.TryWrite($"{feed.Dropped} of {feed.Delivered} dropped", out length);
                else
                    text.TryWrite($"{feed.Latency:F0} ms late, {feed.Dropped} of {feed.Delivered} dropped", out length);
                overlay.Text(text[..length], at + new Vector2(GpuColumn, 0), Letters, false, TextAlign.Right, Palette.Faint, 200);
                at.Y += Line;
            }
        }
        at.Y += shown > 0 ? Line / 2 : 0;
    }

    // The dearest first, in an order that stays for a while, so that it can be read.
    private void Order(IReadOnlyList<FramePart> parts, long now)
    {
        if (order.Length == parts.Count && now - ordered < MillisecondsAnOrder)
            return;
        ordered = now;
        if (order.Length != parts.Count)
            order = [.. Enumerable.Range(0, parts.Count)];
        for (var i = 1; i < order.Length; i++)
        {
            var (moved, to) = (order[i], i);
            for (; to > 0 && Cost(parts[order[to - 1]]) < Cost(parts[moved]); to--)
                order[to] = order[to - 1];
            order[to] = moved;
        }
    }

    private static double Cost(FramePart part) => part.CpuMilliseconds + part.GpuMilliseconds;
}
