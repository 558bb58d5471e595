// Drawing offscreen: where triangles land, depth, blending, culling, and encoded colour.
using System.Numerics;

namespace Engine.Tests;

public sealed class DrawTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    private readonly record struct Quad(Vector4 Rectangle, Vector4 Color, float Depth, float Pad0 = 0, float Pad1 = 0, float Pad2 = 0);

    private static readonly Vector4 Red = new(1, 0, 0, 1), Green = new(0, 1, 0, 1), Black = new(0, 0, 0, 1);

    private static byte[] Draw(DrawState state, Vector4? clear, params Quad[] quads)
    {
        using var target = Gpu.RenderTarget(16, 16);
        using var buffer = Gpu.Buffer<Quad>(quads.Length, "quads");
        using var picture = Gpu.Image(1, 1, "picture");
        Gpu.Upload<Quad>(buffer, quads);
        var pipeline = Gpu.DrawPipeline("Test/quad", state);
        Gpu.Run(c =>
        {
            c.BeginDraw(target, clear);
            c.Draw(pipeline, 6, quads.Length, 0f, buffer, Binding.Sampled(picture));
            c.EndDraw();
        });
        return Gpu.Download(target.Image);
    }

    private static byte[] Pixel(byte[] picture, int x, int y) => picture[(((y * 16) + x) * 4)..][..4];

    [Test]
    public void Quad_lands_in_the_upper_right_with_y_up()
    {
        var picture = Draw(default, Black, new Quad(new(0.5f, 0.5f, 0.5f, 0.5f), Red, 0.5f));
        Assert.Multiple(() =>
        {
            Assert.That(Pixel(picture, 12, 3), Is.EqualTo(new byte[] { 255, 0, 0, 255 }));
            Assert.That(Pixel(picture, 8, 0), Is.EqualTo(new byte[] { 255, 0, 0, 255 }));
            Assert.That(Pixel(picture, 7, 7), Is.EqualTo(new byte[] { 0, 0, 0, 255 }));
            Assert.That(Pixel(picture, 12, 12), Is.EqualTo(new byte[] { 0, 0, 0, 255 }));
        });
    }

    [Test]
    public void Nearer_quad_wins_with_depth_and_the_later_without()
    {
        Quad near = new(new(0, 0, 1, 1), Red, 0.2f), far = new(new(0, 0, 1, 1), Green, 0.8f);
        Assert.That(Pixel(Draw(new DrawState(DepthTest: true, DepthWrite: true), Black, near, far), 5, 5), Is.EqualTo(new byte[] { 255, 0, 0, 255 }));
        Assert.That(Pixel(Draw(default, Black, near, far), 5, 5), Is.EqualTo(new byte[] { 0, 255, 0, 255 }));
    }

    [Test]
    public void Alpha_blends_in_linear_light()
    {
        // Half of white light over black is 0.5 linear, which is byte 188; blending encoded bytes would give 128.
        var picture = Draw(new DrawState(Blend: Blend.Alpha), Black, new Quad(new(0, 0, 1, 1), new Vector4(1, 1, 1, 0.5f), 0));
        Assert.That(Pixel(picture, 8, 8)[0], Is.EqualTo(188).Within(1));
    }

    [Test]
    public void Culling_leaves_out_the_side_asked_for()
    {
        var quad = new Quad(new(0, 0, 1, 1), Red, 0);
        Assert.That(Pixel(Draw(new DrawState(Cull: Cull.Back), Black, quad), 8, 8)[0], Is.EqualTo(255), "counter-clockwise is the front");
        Assert.That(Pixel(Draw(new DrawState(Cull: Cull.Front), Black, quad), 8, 8)[0], Is.Zero);
    }

    [Test]
    public void Mid_grey_in_is_mid_grey_out()
    {
        using var target = Gpu.RenderTarget(8, 8);
        using var picture = Gpu.Image(4, 4, "grey ramp");
        var pixels = new byte[64];
        for (var i = 0; i < 16; i++)
            (pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2], pixels[(4 * i) + 3]) = (128, 64, 200, 255);
        using var buffer = Gpu.Buffer<Quad>(1, "quad");
        Gpu.Upload<Quad>(buffer, [new Quad(new(0, 0, 1, 1), Red, 0)]);
        Gpu.Run(c =>
        {
            c.Upload(picture, pixels);
            c.BeginDraw(target, Black);
            c.Draw(Gpu.DrawPipeline("Test/quad", default), 6, 1, 1f, buffer, Binding.Sampled(picture));
            c.EndDraw();
        });
        var drawn = Gpu.Download(target.Image);
        for (var i = 0; i < 64; i++)
        {
            Assert.That(drawn[4 * i], Is.EqualTo(128).Within(1));
            Assert.That(drawn[(4 * i) + 1], Is.EqualTo(64).Within(1));
            Assert.That(drawn[(4 * i) + 2], Is.EqualTo(200).Within(1));
        }
    }

    [Test]
    public void Clear_is_linear_and_null_keeps_the_picture()
    {
        using var target = Gpu.RenderTarget(4, 4);
        Gpu.Run(c =>
        {
            c.BeginDraw(target, new Vector4(0.2159f, 0, 1, 1));
            c.EndDraw();
            c.BeginDraw(target, null);
            c.EndDraw();
        });
        var picture = Gpu.Download(target.Image);
        Assert.That(picture[0], Is.EqualTo(128).Within(1));
        Assert.That(picture[1..4], Is.EqualTo(new byte[] { 0, 255, 255 }));
        target.Resize(32, 16);
        Assert.That((target.Width, target.Height, Gpu.Download(target.Image).Length), Is.EqualTo((32, 16, 32 * 16 * 4)));
    }

    [Test]
    public void Misplaced_draws_are_refused()
    {
        using var target = Gpu.RenderTarget(4, 4);
        using var buffer = Gpu.Buffer<Quad>(1, "quad");
        var pipeline = Gpu.DrawPipeline("Test/quad", default);
        Assert.That(pipeline.Bindings, Is.EqualTo([
            new KernelBinding(0, BindingKind.StorageBuffer, Access.Read, 48), new KernelBinding(1, BindingKind.SampledImage, Access.Read),
        ]));
        Gpu.Run(c =>
        {
            Assert.That(() => c.Draw(pipeline, 6, 1, 0f, buffer), Throws.InvalidOperationException);
            Assert.That(() => c.EndDraw(), Throws.InvalidOperationException);
            c.BeginDraw(target, Black);
            Assert.That(() => c.BeginDraw(target, Black), Throws.InvalidOperationException);
            Assert.That(() => c.Fill(buffer, 0), Throws.InvalidOperationException);
            Assert.That(() => c.Barrier(), Throws.InvalidOperationException);
            Assert.That(() => c.Dispatch(Gpu.Kernel("Test/count"), (1, 1, 1), 1u, buffer), Throws.InvalidOperationException);
            Assert.That(() => c.Draw(pipeline, 6, 1, 0f, buffer), Throws.ArgumentException.With.Message.Contains("2 bindings"));
            c.EndDraw();
        });
    }
}
