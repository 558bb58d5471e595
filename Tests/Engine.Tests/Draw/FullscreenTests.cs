// A key shows a picture over the whole window and hides it again.
using System.Numerics;

namespace Engine.Tests;

public sealed class FullscreenTests
{
    [Test]
    public void A_key_shows_and_hides_picture_and_background()
    {
        using var app = new App(new AppOptions { Headless = true, Width = 64, Height = 36 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
        using var wide = GpuFixture.Gpu.Image(32, 8, "wide");
        app.Shared(_ => new Images()).Publish("wide", wide);
        var entity = app.World.Create(new Sprite { Image = "wide" }, new Fullscreen { Key = Key.G, Help = "all of it" }, new Panel());
        app.Step();
        Assert.That(app.World.Get<Sprite>(entity).Size, Is.EqualTo(Vector2.Zero));
        Assert.That(app.World.Get<Panel>(entity).Size, Is.EqualTo(Vector2.Zero));
        app.Input.Press(Key.G);
        app.Step();
        Assert.That(app.World.Get<Sprite>(entity).Size, Is.EqualTo(new Vector2(1280, 320)));
        Assert.That(app.World.Get<Sprite>(entity).Position, Is.EqualTo(new Vector2(0, 200)));
        Assert.That(app.World.Get<Panel>(entity).Size.X, Is.GreaterThan(1280));
        app.Step();
        Assert.That(app.World.Get<Fullscreen>(entity).On, Is.True, "held is not pressed again");
        app.Input.Press(Key.G);
        app.Step();
        Assert.That(app.World.Get<Sprite>(entity).Size, Is.EqualTo(Vector2.Zero));
        Assert.That(app.Shared(_ => new KeyHelp()).Text(", "), Is.EqualTo("G all of it"));
        SteadyFrames.AllocateNothing(_ => app.Step());
    }
}
