// What the draw system puts into the target: colours, text, charts, meshes.
using System.Numerics;

namespace Engine.Tests;

public sealed class DrawSystemTests
{
    private App app = null!;

    [SetUp]
    public void CreateApp()
    {
        app = new App(new AppOptions { Headless = true, Width = 320, Height = 180 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
    }

    [TearDown]
    public void DisposeApp() => app.Dispose();

    [Test]
    public void A_mid_grey_picture_arrives_as_the_same_mid_grey()
    {
        using var grey = app.Gpu.Image(4, 4, "grey");
        app.Gpu.Upload(grey, (ReadOnlySpan<byte>)Enumerable.Range(0, 64).Select(i => i % 4 == 3 ? (byte)255 : (byte)128).ToArray());
        app.Images.Publish("grey", grey);
        app.World.Create(new Sprite { Image = "grey", Position = new Vector2(0, 0), Size = new Vector2(640, 720) });
        app.World.Create(new MeshRenderer { Image = "grey", Unlit = true }, new Transform { Position = new Vector3(0.6f, 0, 0) });
        Assert.That(Pixel(Draw(), 40, 90), Is.EqualTo((128, 128, 128)), "sprite");
        Assert.That(Pixel(Draw(), 200, 90), Is.EqualTo((128, 128, 128)), "mesh");
    }

    [Test]
    public void A_picture_that_covers_shows_its_middle()
    {
        using var wide = app.Gpu.Image(4, 1, "wide");
        byte[] red = [255, 0, 0, 255], green = [0, 255, 0, 255];
        app.Gpu.Upload(wide, (ReadOnlySpan<byte>)[.. red, .. green, .. green, .. red]);
        app.Images.Publish("wide", wide);
        var sprite = app.World.Create(new Sprite { Image = "wide", Size = new Vector2(400, 200), Hard = true, Cover = true });
        var picture = Draw();
        Assert.That((Pixel(picture, 2, 25), Pixel(picture, 97, 25)), Is.EqualTo(((0, 255, 0), (0, 255, 0))));
        app.World.Get<Sprite>(sprite).Cover = false;
        Assert.That(Pixel(Draw(), 2, 25), Is.EqualTo((255, 0, 0)), "stretched");
    }

    [Test]
    public void A_label_that_is_too_long_has_smaller_letters()
    {
        var label = app.World.Create(new Label { Text = new string('m', 40), Size = 60, Width = 400, Colour = Vector4.One });
        Assert.That(Right(Draw()), Is.InRange(85, 101));
        app.World.Get<Label>(label).Width = 0;
        Assert.That(Right(Draw()), Is.EqualTo(319));

        int Right(byte[] picture) =>
            Enumerable.Range(0, 320).Last(x => Enumerable.Range(0, 40).Any(y => Pixel(picture, x, y).G > 60));
    }

    [Test]
    public void A_colour_written_as_hexadecimal_arrives_as_those_bytes()
    {
        app.World.Create(new Camera { Background = Srgb.Bytes(10, 20, 30) }, new Transform());
        app.World.Create(new Panel { Position = new Vector2(100, 100), Size = new Vector2(400, 400), Radius = 0, Colour = Srgb.Bytes(200, 100, 50) });
        var picture = Draw();
        Assert.That(Pixel(picture, 60, 60), Is.EqualTo((200, 100, 50)));
        Assert.That(Pixel(picture, 300, 10), Is.EqualTo((10, 20, 30)));
    }

    [TestCase(320, 180)]
    [TestCase(1280, 720)]
    [TestCase(2560, 1440)]
    public void Text_is_sharp_at_every_size(int width, int height)
    {
        app.Dispose();
        app = new App(new AppOptions { Headless = true, Width = width, Height = height }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
        app.World.Create(new Camera { Background = Srgb.Bytes(0, 0, 0) }, new Transform());
        app.World.Create(new Label { Text = "HIL", Position = new Vector2(200, 100), Size = 400, Colour = Vector4.One });
        var picture = Draw();
        var row = Enumerable.Range(0, width).Select(x => Pixel(picture, x, height * 200 / 720).R).ToArray();
        var edges = Enumerable.Range(1, width - 1).Count(x => row[x] > 127 != row[x - 1] > 127);
        var soft = row.Count(v => v is > 20 and < 235);
        Assert.That(edges, Is.EqualTo(8), "two stems of H, one of I, one of L");
        Assert.That(soft, Is.LessThanOrEqualTo(16), "an edge is at most two pixels wide");
    }

    [Test]
    public void A_bar_is_as_long_as_its_value()
    {
        app.World.Create(new Camera { Background = Srgb.Bytes(0, 0, 0) }, new Transform());
        var bars = new Bars(2);
        bars.Names[0].Set("first");
        bars.Names[1].Set("second");
        (bars.Values[0], bars.Values[1]) = (0.75f, 0.25f);
        app.World.Create(
            new BarChart { Position = new Vector2(0, 0), Size = new Vector2(1280, 720), TextSize = 40, Colour = Srgb.Bytes(255, 0, 0) }, bars);
        var picture = Draw();
        Assert.That(Length(picture, 12), Is.EqualTo(240).Within(3));
        Assert.That(Length(picture, 102), Is.EqualTo(80).Within(3));

        int Length(byte[] p, int y) => Enumerable.Range(0, 320).Count(x => Pixel(p, x, y) is { R: > 200, G: < 60 });
    }

    [Test]
    public void A_nearer_cube_hides_a_farther_one_and_shows_its_front()
    {
        app.World.Create(new Camera(), new Transform { Position = new Vector3(0, 0, 3) });
        app.World.Create(new MeshRenderer { Mesh = MeshShape.Cube, Unlit = true, Colour = Srgb.Bytes(0, 0, 255) },
            new Transform { Position = new Vector3(0, 0, 1), Scale = new Vector3(0.5f) });
        app.World.Create(new MeshRenderer { Mesh = MeshShape.Sphere, Unlit = true, Colour = Srgb.Bytes(255, 0, 0) },
            new Transform { Position = new Vector3(0, 0, -2), Scale = new Vector3(3) });
        var picture = Draw();
        Assert.That(Pixel(picture, 160, 90), Is.EqualTo((0, 0, 255)), "the cube in front");
        Assert.That(Pixel(picture, 160, 40), Is.EqualTo((255, 0, 0)), "the ball behind it");
    }

    [Test]
    public void A_picture_on_a_quad_stands_upright_and_is_not_mirrored()
    {
        using var corner = app.Gpu.Image(2, 2, "corner");
        byte[] red = [255, 0, 0, 255], black = [0, 0, 0, 255], green = [0, 255, 0, 255];
        app.Gpu.Upload(corner, (ReadOnlySpan<byte>)[.. red, .. green, .. black, .. black]);
        app.Images.Publish("corner", corner);
        app.World.Create(new Camera(), new Transform { Position = new Vector3(0, 0, 3) });
        app.World.Create(new MeshRenderer { Image = "corner", Unlit = true }, new Transform { Scale = new Vector3(2) });
        var picture = Draw();
        Assert.That(Pixel(picture, 110, 40), Is.EqualTo((255, 0, 0)), "red at the left top");
        Assert.That(Pixel(picture, 210, 40), Is.EqualTo((0, 255, 0)), "green at the right top");
    }

    [TestCase(320, 180)]
    [TestCase(320, 320)]
    [TestCase(640, 180)]
    public void Meshes_and_overlay_keep_their_places_to_each_other(int width, int height)
    {
        app.Dispose();
        app = new App(new AppOptions { Headless = true, Width = width, Height = height }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
        app.World.Create(new Camera { FieldOfView = 90, Background = Srgb.Bytes(0, 0, 0) }, new Transform { Position = new Vector3(0, 0, 1) });
        app.World.Create(new MeshRenderer { Unlit = true, Colour = Srgb.Bytes(255, 0, 0) }, new Transform());
        app.World.Create(
            new Panel { Position = new Vector2(640 - 180, 360 - 180), Size = new Vector2(360, 360), Radius = 0, Colour = Srgb.Bytes(0, 0, 255) });
        var picture = Draw();
        var red = Enumerable.Range(0, width * height).Count(i => picture[i * 4] > 100);
        var blue = Enumerable.Range(0, width * height).Count(i => picture[i * 4 + 2] > 100);
        Assert.That(red, Is.LessThanOrEqualTo(blue / 20), "the panel hides the square of the same size");
        Assert.That(blue, Is.EqualTo(Math.Pow(Math.Min(width / 1280.0, height / 720.0) * 360, 2)).Within(5).Percent);
    }

    [Test]
    public void Steady_frames_allocate_nothing()
    {
        var text = new TextBuffer();
        text.Set("words");
        app.World.Create(new Camera(), new Transform { Position = new Vector3(0, 0, 3) });
        app.World.Create(new MeshRenderer { Mesh = MeshShape.Sphere }, new Transform());
        app.World.Create(new Label { Size = 30 }, text);
        app.World.Create(new Panel());
        SteadyFrames.AllocateNothing(i =>
        {
            text.Set([]);
            text.Append($"frame {i}");
            app.Step();
        });
    }

    private byte[] Draw()
    {
        app.Step();
        return app.Gpu.Download(app.Target.Image);
    }

    private (int R, int G, int B) Pixel(byte[] picture, int x, int y)
    {
        var at = (y * app.Target.Width + x) * 4;
        return (picture[at], picture[at + 1], picture[at + 2]);
    }
}
