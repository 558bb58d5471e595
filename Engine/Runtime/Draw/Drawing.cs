// What drawing keeps between frames: pipelines, the font, the meshes, the overlay.
using System.Numerics;
using System.Runtime.InteropServices;

namespace Engine;

/// <summary>The resources of <see cref="DrawSystem"/>; one for each app.</summary>
internal sealed class Drawing : IDisposable
{
    // The share of light that comes from everywhere.
    private const float Ambient = 0.35f;

    private readonly Gpu gpu;
    private readonly GpuImage fontImage;
    private readonly GpuImage white;
    private readonly GpuBuffer vertices;
    private readonly DrawPipeline litPipeline, unlitPipeline;
    private readonly DrawPipeline[] overlayPipelines = [];
    private GpuBuffer items;

    internal Drawing(Gpu gpu)
    {
        this.gpu = gpu;
        var font = new Font();
        Overlay = new Overlay(font);
        try
        {
            fontImage = gpu.Image(font.Width, font.Height, font.Pixels, "font");
            white = gpu.Image(1, 1, [255, 255, 255, 255], "white");
            vertices = gpu.Buffer<float>(MeshGeometry.Vertices.Length, "meshes");
            gpu.Upload<float>(vertices, MeshGeometry.Vertices);
            items = gpu.Buffer<OverlayItem>(1024, "overlay");
            var solid = new DrawState(DepthTest: true, DepthWrite: true, Blend: Blend.Alpha);
            (litPipeline, unlitPipeline) = (gpu.DrawPipeline("Draw/mesh", solid), gpu.DrawPipeline("Draw/mesh", solid, "Draw/unlit"));
            overlayPipelines = [.. Enum.GetValues<OverlayKind>().Select(PipelineOf)];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The two-dimensional layer being collected.</summary>
    internal Overlay Overlay { get; }

    /// <summary>Brings the collected overlay to the device; before drawing begins.</summary>
    internal void UploadOverlay(Commands commands)
    {
        if (Overlay.Count == 0)
            return;
        if (items.Bytes < (long)Overlay.Count * Marshal.SizeOf<OverlayItem>())
        {
            var larger = gpu.Buffer<OverlayItem>(Overlay.Count * 2, "overlay");
            items.Dispose();
            items = larger;
        }
        commands.Upload(items, Overlay.Items);
    }

    /// <summary>Draws a mesh; light comes from the direction (0.3, 0.6, 0.75) of the world.</summary>
    internal void DrawMesh(Commands commands, in MeshRenderer renderer, in Matrix4x4 model, in Matrix4x4 clipFromWorld, GpuImage? image)
    {
        Matrix4x4.Invert(model, out var inverse);
        var light = Vector3.Normalize(Vector3.TransformNormal(Vector3.Normalize(new Vector3(0.3f, 0.6f, 0.75f)), inverse));
        var (first, count) = MeshGeometry.Range(renderer.Mesh);
        var push = new MeshPush(model * clipFromWorld, Srgb.Decode(renderer.Colour), new Vector4(light, Ambient), (uint)first);
        commands.Draw(renderer.Unlit ? unlitPipeline : litPipeline, count, 1, push, vertices, Binding.Sampled(image ?? white));
    }

    /// <summary>Draws the collected overlay in its order; neighbours that look alike go together.</summary>
    internal void DrawOverlay(Commands commands, Vector2 target)
    {
        for (var (first, next) = (0, 0); first < Overlay.Count; first = next)
        {
            var look = Overlay.Look(first);
            for (next = first + 1; next < Overlay.Count && Overlay.Look(next) == look;)
                next++;
            var (pipeline, push, vertices) = (overlayPipelines[(int)look.Kind], new OverlayPush(target, (uint)first), 6 * (next - first));
            if (look.Kind is OverlayKind.Solid or OverlayKind.Box)
                commands.Draw(pipeline, vertices, 1, push, items);
            else
                commands.Draw(pipeline, vertices, 1, push, items, look.Image is { } image ? Binding.Sampled(image) : Binding.SampledUnorm(fontImage));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Reached with nulls from a constructor that failed half way.
        fontImage?.Dispose();
        white?.Dispose();
        vertices?.Dispose();
        items?.Dispose();
    }

    private DrawPipeline PipelineOf(OverlayKind kind) => gpu.DrawPipeline(
        "Draw/overlay", new DrawState(Blend: kind == OverlayKind.Solid ? Blend.None : Blend.Alpha), $"Draw/{kind.ToString().ToLowerInvariant()}");

    private readonly record struct MeshPush(Matrix4x4 ClipFromModel, Vector4 Colour, Vector4 Light, uint First);

    private readonly record struct OverlayPush(Vector2 Target, uint First);
}
