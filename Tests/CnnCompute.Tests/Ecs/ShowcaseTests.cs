// The showcase, headless: what it shows of the landscape and of a photograph, what its keys change, what it costs.
using Engine;

namespace CnnCompute.Tests;

public sealed class ShowcaseTests
{
    private const int Frames = 60, Width = 640, Height = 360;

    // Small enough for a test; the scene's own sizes are for eyes.
    private static readonly (string Field, string Value)[] Small =
        [
            ("DeepDream.width", "64"), ("DeepDream.height", "48"), ("DeepDream.octaves", "1"), ("StyleTransfer.width", "64"),
            ("Saliency.width", "64"), ("VideoSource.width", "160"), ("VideoSource.height", "120"),
        ];

    [Test]
    public void It_looks_as_it_did()
    {
        using var app = Play(Width, Height, Small);
        app.Run(Frames);
        Golden.Check("showcase.png", app.Gpu.Download(app.Target.Image), Width, Height);
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
        var texts = app.Scene!.Texts().ToDictionary();
        Assert.That(EmojiList.First(256).Select(e => e.Name), Does.Contain(texts["prediction"]));
        Assert.That(texts["layer"], Does.Match("^a dream of layer .+"));
        Assert.That(texts["styles"], Does.Contain("wave").And.Contain("starry"));
        Assert.That(texts["method"], Does.StartWith("Grad-CAM").IgnoreCase);
        var images = app.Images;
        foreach (var name in (string[])["dream", "painting", "heat"])
            Assert.That(Spread(app, images.Find(name)!), Is.GreaterThan(10), $"{name} shows something");
        Assert.That(app.Shared(_ => new KeyHelp()).Lines.Select(line => line.Keys).ToArray(), Is.Unique, "a key does one thing");
    }

    [TestCase("DeepDream.rate", "0.1", TestName = "A showcase that does not dream fails the golden comparison")]
    [TestCase("StyleTransfer.strength", "0", TestName = "A showcase that does not paint fails the golden comparison")]
    [TestCase("Saliency.opacity", "0", TestName = "A showcase without heat fails the golden comparison")]
    public void What_is_switched_off_is_seen(string field, string value)
    {
        using var app = Play(Width, Height, [.. Small, (field, value)]);
        app.Run(Frames);
        Assert.That(Golden.Differs("showcase.png", app.Gpu.Download(app.Target.Image), Width, Height, out _), Is.True);
    }

    [Test]
    public void A_photograph_goes_to_every_screen()
    {
        using var app = Play(Width, Height, [.. Small, ("source", Shared.File("images/chelsea.png"))]);
        app.Run(Frames);
        Assert.That(
            app.World.Get<Feed>(app.Scene!.Find("subject")).Source, Is.SameAs(app.World.Get<Feed>(app.Scene.Find("camera")).Source), "one reader");
        Golden.Check("showcase-photograph.png", app.Gpu.Download(app.Target.Image), Width, Height);
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void Keys_change_layer_style_and_method()
    {
        using var app = Play(64, 36, Small);
        app.Run(12);
        var before = app.Scene!.Texts().ToDictionary();
        foreach (var key in (Key[])[Key.Right, Key.N, Key.E])
        {
            app.Input.Press(key);
            app.Run(1);
            app.Input.Release(key);
            app.Run(1);
        }
        app.Run(3);
        var after = app.Scene.Texts().ToDictionary();
        foreach (var name in (string[])["layer", "styles", "method"])
            Assert.That(after[name], Is.Not.EqualTo(before[name]), name);
    }

    [Test]
    public void A_steady_frame_allocates_nothing()
    {
        using var app = Play(64, 36, [("DeepDream.width", "32"), ("DeepDream.height", "24"), ("DeepDream.octaves", "1"),
            ("StyleTransfer.width", "32"), ("VideoSource.width", "32"), ("VideoSource.height", "24"), .. Small]);
        SteadyFrames.AllocateNothing(_ => app.Step());
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    private static double Spread(App app, GpuImage image)
    {
        var greens = app.Gpu.Download(image).Where((_, i) => i % 4 == 1).Select(b => (double)b).ToArray();
        var mean = greens.Average();
        return Math.Sqrt(greens.Average(g => (g - mean) * (g - mean)));
    }

    private static App Play(int width, int height, (string Field, string Value)[] overrides)
    {
        var app = new App(new AppOptions
        {
            Headless = true,
            Width = width,
            Height = height,
            Overrides = overrides.DistinctBy(o => o.Field).ToDictionary(o => o.Field, o => o.Value),
        }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        try
        {
            app.Load(Path.Combine(GpuFixture.Repository, "Scenes", "showcase.yaml"));
            return app;
        }
        catch
        {
            app.Dispose();
            throw;
        }
    }
}
