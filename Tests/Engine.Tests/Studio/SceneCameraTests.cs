// What cameras in the world see, and what chance makes of it.
using System.Numerics;

namespace Engine.Tests;

public sealed class SceneCameraTests
{
    private static readonly Vector4 red = Srgb.Bytes(255, 0, 0), green = Srgb.Bytes(0, 255, 0);
    private App app = null!;

    [SetUp]
    public void CreateApp()
    {
        app = new App(new AppOptions { Headless = true, Width = 16, Height = 16 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
    }

    [TearDown]
    public void DisposeApp() => app.Dispose();

    [Test]
    public void A_camera_sees_its_own_layer_and_the_stage_the_rest()
    {
        Thing("seen", red, "studio");
        var other = Thing("other", green, "");
        var view = Camera(new SceneCamera { Layer = "studio", Width = 32, Height = 24, Background = Srgb.Bytes(10, 20, 30) });
        app.World.Get<Transform>(other).Scale = new Vector3(9);
        app.Run(2);
        var picture = app.Gpu.Download(view().Image);
        Assert.That((view().Image.Width, view().Image.Height, view().Picture), Is.EqualTo((32, 24, new PictureInfo(1, -1))));
        Assert.That(Pixel(picture, 32, 16, 12), Is.EqualTo((255, 0, 0)));
        Assert.That(Pixel(picture, 32, 1, 1), Is.EqualTo((10, 20, 30)));
        Assert.That(Pixel(app.Gpu.Download(app.Target.Image), 16, 8, 8), Is.EqualTo((0, 255, 0)), "the stage");
    }

    [Test]
    public void Each_picture_shows_one_of_the_labelled_things_and_says_which()
    {
        Label(Thing("a", red, ""), "ruby");
        Label(Thing("b", green, ""), "emerald");
        Label(Thing("c", green, ""), "emerald");
        var view = Camera(new SceneCamera { Width = 16, Height = 16 });
        var counts = new int[2];
        for (var i = 0; i < 60; i++)
        {
            app.Step();
            var (label, middle) = (view().Picture.Label, Pixel(app.Gpu.Download(view().Image), 16, 8, 8));
            Assert.That(middle, Is.EqualTo(label == view().Classes.ToList().IndexOf("ruby") ? (255, 0, 0) : (0, 255, 0)), $"picture {i}");
            counts[label]++;
        }
        Assert.That(view().Classes, Is.EquivalentTo(new[] { "ruby", "emerald" }));
        // Two of the three things are emeralds.
        Assert.That(counts[view().Classes.ToList().IndexOf("ruby")], Is.InRange(8, 32));
    }

    [Test]
    public void The_class_of_a_stream_is_that_of_its_newest_picture()
    {
        app.Shared(_ => new FrameSources()).Add("cards", (_, wanted) => new Cards(wanted.Width, wanted.Height));
        var cards = app.World.Create(new EntityName("cards"), new VideoSource { Source = "cards:all", Width = 4, Height = 4, Rate = 60 });
        var thing = Thing("card", Vector4.One, "");
        app.World.Get<MeshRenderer>(thing).Image = "cards";
        app.World.Add(thing, new ClassLabel { Source = cards });
        var view = Camera(new SceneCamera { Width = 16, Height = 16 });
        for (var i = 0; i < 6; i++)
        {
            app.Step();
            Assert.That(view().Picture.Label, Is.EqualTo(i % 3));
            Assert.That(Pixel(app.Gpu.Download(view().Image), 16, 8, 8).R, Is.EqualTo(100 * (i % 3)).Within(1));
        }
        Assert.That(view().Classes, Is.EqualTo(new[] { "none", "one", "two" }));
    }

    [Test]
    public void Chance_follows_from_the_seed_and_the_number()
    {
        var chance = new Randomize
        {
            Position = new Vector3(0.3f),
            Rotation = new Vector3(20),
            Scale = new Vector2(0.5f, 2),
            Colour = 0.5f,
            Light = new Vector2(0.5f, 1),
        };
        app.World.Add(Thing("thing", red, ""), chance);
        var lens = new Randomize { Blur = new Vector2(0, 2), Noise = 0.1f, Contrast = new Vector2(0.5f, 1) };
        var view = Camera(new SceneCamera { Width = 24, Height = 24 }, lens);
        var first = Series();
        Assert.That(first.Distinct().Count(), Is.EqualTo(5), "all differ");
        var camera = app.World.Get<SceneCamera>(eye);
        app.World.Set(eye, camera with { Seed = 2 });
        Assert.That(Series().Intersect(first), Is.Empty);
        app.Dispose();
        CreateApp();
        app.World.Add(Thing("thing", red, ""), chance);
        view = Camera(new SceneCamera { Width = 24, Height = 24 }, lens);
        Assert.That(Series(), Is.EqualTo(first), "another run");

        string[] Series() => [.. Enumerable.Range(0, 5).Select(_ =>
        {
            app.Step();
            return Convert.ToHexString(app.Gpu.Download(view().Image));
        })];
    }

    [Test]
    public void Light_contrast_and_blur_do_what_they_say()
    {
        Thing("thing", Vector4.One, "");
        var view = Camera(new SceneCamera { Width = 32, Height = 32, Background = Srgb.Bytes(0, 0, 0) });
        app.Step();
        Assert.That(Edge(out var sharpest), Is.EqualTo((255, 0)));
        app.World.Add(eye, new Randomize { Light = new Vector2(0.5f) });
        app.Step();
        Assert.That(Edge(out _), Is.EqualTo((128, 0)).Within(1));
        app.World.Set(eye, new Randomize { Contrast = new Vector2(0.5f) });
        app.Step();
        Assert.That(Edge(out _).Inside, Is.EqualTo(191).Within(1));
        app.World.Set(eye, new Randomize { Blur = new Vector2(4) });
        app.Step();
        Assert.That(Edge(out var width), Is.EqualTo((255, 0)));
        Assert.That(width, Is.GreaterThan(sharpest + 3), "columns between black and white");

        (int Inside, int Outside) Edge(out int columns)
        {
            var picture = app.Gpu.Download(view().Image);
            columns = Enumerable.Range(0, 32).Count(x => Pixel(picture, 32, x, 16).R is > 12 and < 243);
            return (Pixel(picture, 32, 16, 16).R, Pixel(picture, 32, 0, 16).R);
        }
    }

    [Test]
    public void A_steady_frame_allocates_nothing()
    {
        app.World.Create(new EntityName("ground"), new VideoSource { Source = "clutter", Width = 16, Height = 16, Rate = 60 });
        app.World.Add(Thing("a", red, ""), new Randomize { Position = Vector3.One, Seen = 0.5f }, new ClassLabel { Name = "a" });
        app.World.Create(new MeshRenderer { Image = "ground" }, new Transform(), new Randomize { Rotation = Vector3.One });
        Camera(new SceneCamera { Width = 16, Height = 16 }, new Randomize { Blur = Vector2.One });
        SteadyFrames.AllocateNothing(_ => app.Step());
    }

    [Test]
    public void A_size_that_is_not_possible_is_refused()
    {
        Camera(new SceneCamera { Width = 0 });
        Assert.That(app.Step, Throws.InvalidOperationException.With.Message.Contains("scene camera eye: pictures of 0×128 are not possible"));
    }

    [Test]
    public void Clutter_is_another_picture_each_time_and_the_same_again()
    {
        byte[][] first = Take(), second = Take();
        Assert.That(first.Select(Convert.ToHexString).Distinct().Count(), Is.EqualTo(8));
        Assert.That(second, Is.EqualTo(first));
        Assert.That(first.Select(p => p.Where((_, i) => i % 4 == 3).Min()), Is.All.EqualTo(255));

        byte[][] Take()
        {
            using var clutter = new Clutter(24, 16, 60);
            return [.. Enumerable.Range(0, 8).Select(n =>
            {
                var picture = new byte[24 * 16 * 4];
                Assert.That(clutter.TryTakeAt(n, picture, out _));
                return picture;
            })];
        }
    }

    private Entity eye;

    private Entity Thing(string name, Vector4 colour, string layer) => app.World.Create(
        new EntityName(name), new Transform(), new MeshRenderer { Colour = colour, Layer = layer, Unlit = true });

    private void Label(Entity entity, string name) => app.World.Add(entity, new ClassLabel { Name = name });

    private Func<SceneView> Camera(SceneCamera camera, Randomize? random = null)
    {
        eye = app.World.Create(new EntityName("eye"), new Transform { Position = new Vector3(0, 0, 2.5f) }, camera);
        if (random is { } some)
            app.World.Add(eye, some);
        return () => app.World.Get<SceneView>(eye);
    }

    private static (int R, int G, int B) Pixel(byte[] picture, int width, int x, int y)
    {
        var at = ((y * width) + x) * 4;
        return (picture[at], picture[at + 1], picture[at + 2]);
    }

    /// <summary>Plain grey of three degrees, in turn.</summary>
    private sealed class Cards(int width, int height) : FrameSource(width, height, 60)
    {
        public override IReadOnlyList<string> Classes => ["none", "one", "two"];

        protected override bool Produce(long n, Span<byte> rgba, out int label)
        {
            label = (int)(n % 3);
            for (var i = 0; i < rgba.Length; i++)
                rgba[i] = i % 4 == 3 ? (byte)255 : (byte)(100 * label);
            return true;
        }
    }
}
