// What drawing keeps between frames: pipelines, the font, the meshes, the overlay.
using System.Numerics;
using System.Runtime.InteropServices;

namespace Engine;

/// <summary>The resources of <see cref="DrawSystem"/>; one for each app.</summary>
internal sealed class Drawing : IDisposable
{
    private readonly Gpu gpu;
    private readonly GpuImage fontImage;
    private readonly GpuImage white;
    private readonly GpuBuffer vertices;
    private readonly DrawPipeline meshPipeline, overlayPipeline;
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
            meshPipeline = gpu.DrawPipeline("Draw/mesh", new DrawState(DepthTest: true, DepthWrite: true, Blend: Blend.Alpha));
            overlayPipeline = gpu.DrawPipeline("Draw/overlay", new DrawState(Blend: Blend.Alpha));
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
        var push = new MeshPush(model * clipFromWorld, Srgb.Decode(renderer.Colour), new Vector4(light, renderer.Unlit ? 1 : 0.35f), (uint)first);
        commands.Draw(meshPipeline, count, 1, push, vertices, Binding.Sampled(image ?? white));
    }

    /// <summary>Draws overlay items that share a picture; none for boxes and text.</summary>
    internal void DrawItems(Commands commands, int first, int count, Vector2 target, GpuImage? image)
    {
        if (count > 0)
        {
            commands.Draw(overlayPipeline, 6, count, new OverlayPush(target, (uint)first), items,
                image is null ? Binding.SampledUnorm(fontImage) : Binding.Sampled(image));
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

    private readonly record struct MeshPush(Matrix4x4 ClipFromModel, Vector4 Colour, Vector4 Light, uint First);

    private readonly record struct OverlayPush(Vector2 Target, uint First);
}
