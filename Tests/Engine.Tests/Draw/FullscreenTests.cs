// A key shows a picture over the whole window and hides it again.
using System.Numerics;

namespace Engine.Tests;

public sealed class FullscreenTests
{
    [Test]
    public void A_key_shows_a_picture_alone_and_hides_it()
    {
        using var app = new App(new AppOptions { Headless = true, Width = 64, Height = 36 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
        using var wide = GpuFixture.Gpu.Image(32, 8, "wide");
        app.Images.Publish("wide", wide);
        var entity = app.World.Create(new Sprite { Image = "wide" }, new Fullscreen { Key = Key.G, Help = "all of it" });
        app.World.Create(new Panel { Size = new Vector2(1280, 720), Colour = Vector4.One });
        app.World.Create(new Camera { Background = Srgb.Bytes(0, 0, 255) }, new Transform { Position = new Vector3(0, 0, 3) });
        byte[] Corner() => GpuFixture.Gpu.Download(app.Target.Image)[..3];
        app.Step();
        Assert.That(Corner(), Is.EqualTo(new byte[] { 255, 255, 255 }), "the panel");
        Assert.That(app.World.Get<Sprite>(entity).Size, Is.EqualTo(Vector2.Zero));
        app.Input.Press(Key.G);
        app.Step();
        Assert.That(app.World.Get<Sprite>(entity).Size, Is.EqualTo(new Vector2(1280, 320)));
        Assert.That(app.World.Get<Sprite>(entity).Position, Is.EqualTo(new Vector2(0, 200)));
        Assert.That(Corner(), Is.EqualTo(new byte[] { 0, 0, 255 }), "nothing but the picture");
        app.Step();
        Assert.That(app.World.Get<Fullscreen>(entity).On, Is.True, "held is not pressed again");
        app.Input.Press(Key.G);
        app.Step();
        Assert.That(app.World.Get<Sprite>(entity).Size, Is.EqualTo(Vector2.Zero));
        Assert.That(app.Shared(_ => new KeyHelp()).Text(", "), Is.EqualTo("G all of it"));
        SteadyFrames.AllocateNothing(_ => app.Step());
    }
}
