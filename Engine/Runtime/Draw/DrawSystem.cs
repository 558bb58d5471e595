// Pictures going out: everything visible of the world, into the frame's target.
using System.Numerics;

namespace Engine;

/// <summary>
/// Draws meshes in 3D through the scene's camera, then the overlay: panels, sprites, charts, labels, controls, each kind over the one before. Runs
/// last.
/// </summary>
public static class DrawSystem
{
    private static readonly QueryDescription Cameras = new QueryDescription().WithAll<Camera, Transform>();
    private static readonly QueryDescription Meshes = new QueryDescription().WithAll<MeshRenderer, Transform>();
    private static readonly QueryDescription Panels = new QueryDescription().WithAll<Panel>();
    private static readonly QueryDescription Sprites = new QueryDescription().WithAll<Sprite>();
    private static readonly QueryDescription WholeWindow = new QueryDescription().WithAll<Sprite, Fullscreen>();
    private static readonly QueryDescription Charts = new QueryDescription().WithAll<BarChart, Bars>();
    private static readonly QueryDescription LineCharts = new QueryDescription().WithAll<LineChart, Lines>();
    private static readonly QueryDescription Labels = new QueryDescription().WithAll<Label>();

    /// <summary>Draws the frame.</summary>
    public static void Run(Frame frame)
    {
        var drawing = frame.App.Shared(app => new Drawing(app.Gpu));
        var images = frame.Images;
        var (overlay, commands) = (drawing.Overlay, frame.Commands);
        overlay.Begin(frame.Width, frame.Height);
        var isAlone = FullscreenSystem.IsOn(frame.World);
        var shown = isAlone ? WholeWindow : Sprites;
        if (!isAlone)
            CollectPanels(frame.World, overlay);
        CollectSprites(frame.World, overlay, images, in shown);
        if (!isAlone)
        {
            CollectCharts(frame.World, overlay);
            CollectLabels(frame.World, overlay);
        }
        frame.App.Shared(static _ => new OverlayLayers()).Draw(frame, overlay, isAlone);
        drawing.UploadOverlay(commands);

        var (camera, at) = FindCamera(frame.World);
        commands.BeginDraw(frame.Target, Srgb.Decode(camera.Background));
        if (!isAlone)
            DrawMeshes(frame, drawing, images, camera.ClipFromWorld(at, frame.Width / (float)frame.Height));
        drawing.DrawOverlay(commands, new Vector2(frame.Width, frame.Height));
        commands.EndDraw();
    }

    private static (Camera Camera, Transform At) FindCamera(World world)
    {
        foreach (ref var chunk in world.Query(in Cameras))
        {
            if (chunk.Count > 0)
                return (chunk.Get<Camera>(0), chunk.Get<Transform>(0));
        }
        return (new Camera(), new Transform { Position = new Vector3(0, 0, 3) });
    }

    private static void DrawMeshes(Frame frame, Drawing drawing, Images images, in Matrix4x4 clipFromWorld)
    {
        foreach (ref var chunk in frame.World.Query(in Meshes))
        {
            foreach (var i in chunk)
            {
                ref var mesh = ref chunk.Get<MeshRenderer>(i);
                if (mesh.Layer.Length == 0 && (mesh.Image.Length == 0 || images.TryGet(mesh.Image, out _)))
                    drawing.DrawMesh(frame.Commands, mesh, chunk.Get<Transform>(i).Matrix, clipFromWorld, images.Find(mesh.Image));
            }
        }
    }

    private static void CollectPanels(World world, Overlay overlay)
    {
        foreach (ref var chunk in world.Query(in Panels))
        {
            foreach (var i in chunk)
            {
                ref var panel = ref chunk.Get<Panel>(i);
                overlay.Box(panel.Position, panel.Size, panel.Radius, Srgb.Decode(panel.Colour));
            }
        }
    }

    private static void CollectSprites(World world, Overlay overlay, Images images, in QueryDescription shown)
    {
        foreach (ref var chunk in world.Query(in shown))
        {
            foreach (var i in chunk)
            {
                ref var sprite = ref chunk.Get<Sprite>(i);
                if (images.TryGet(sprite.Image, out var image))
                    overlay.Picture(image, sprite.Position, sprite.Size, sprite.Cover, sprite.Hard, Srgb.Decode(sprite.Colour));
            }
        }
    }

    private static void CollectCharts(World world, Overlay overlay)
    {
        foreach (ref var chunk in world.Query(in Charts))
        {
            foreach (var i in chunk)
                Chart(overlay, chunk.Get<BarChart>(i), chunk.Get<Bars>(i));
        }
        foreach (ref var chunk in world.Query(in LineCharts))
        {
            foreach (var i in chunk)
                Curves.Draw(overlay, chunk.Get<LineChart>(i), chunk.Get<Lines>(i));
        }
    }

    // A row is the name on the left, the percentage on the right, and the bar on its track below them.
    private static void Chart(Overlay overlay, in BarChart chart, Bars bars)
    {
        var ink = Srgb.Decode(Srgb.Bytes(232, 236, 244));
        var track = Srgb.Decode(Srgb.Bytes(52, 58, 72));
        var row = chart.Size.Y / bars.Values.Length;
        var thickness = Math.Clamp(row - chart.TextSize * 1.6f, 3, 12);
        Span<char> percent = stackalloc char[16];
        for (var r = 0; r < bars.Values.Length; r++)
        {
            var value = Math.Clamp(bars.Values[r], 0, 1);
            var top = chart.Position + new Vector2(0, r * row);
            var name = bars.Names[r].Text;
            if (name.Length == 0)
                continue;
            percent.TryWrite($"{value * 100:F1} %", out var length);
            // A long name leaves room for its number.
            overlay.Text(name, top, chart.TextSize, r == bars.Marked, TextAlign.Left, ink, Math.Max(1, chart.Size.X - chart.TextSize * 4));
            overlay.Text(percent[..length], top + new Vector2(chart.Size.X, 0), chart.TextSize, r == bars.Marked, TextAlign.Right, ink);
            var bar = top + new Vector2(0, chart.TextSize * 1.1f);
            overlay.Box(bar, new Vector2(chart.Size.X, thickness), thickness / 2, track);
            overlay.Box(bar, new Vector2(chart.Size.X * value, thickness), Math.Min(thickness, chart.Size.X * value) / 2,
                Srgb.Decode(r == bars.Marked ? chart.Mark : chart.Colour));
        }
    }

    private static void CollectLabels(World world, Overlay overlay)
    {
        foreach (ref var chunk in world.Query(in Labels))
        {
            var live = chunk.Has<TextBuffer>();
            foreach (var i in chunk)
            {
                ref var label = ref chunk.Get<Label>(i);
                var text = live ? chunk.Get<TextBuffer>(i).Text : label.Text;
                overlay.Text(text, label.Position, label.Size, label.Bold, label.Align, Srgb.Decode(label.Colour), label.Width);
            }
        }
    }
}
