// Styles in scenes: what they show, what keys and edits change, what they cost.
using Engine;

namespace CnnCompute.Tests;

public sealed class StyleSceneTests
{
    private const int Frames = 8;

    private static string Scene => Path.Combine(GpuFixture.Repository, "Scenes", "style.yaml");

    [Test]
    public void The_style_scene_shows_two_styles_and_looks_as_it_did()
    {
        using var app = Play(Scene, 640, 360);
        app.Run(Frames);
        var picture = app.Gpu.Download(app.Target.Image);
        var texts = app.Scene!.Texts().ToDictionary();
        Assert.That(texts["nets"], Is.EqualTo("style-wave + style-starry"));
        Assert.That(texts["blend"], Is.EqualTo("0 % + 100 %, mask split"));
        Assert.That(app.World.Get<Label>(app.Scene.Find("keys")).Text, Does.Contain("N next style"));
        Golden.Check("style.png", picture, app.Target.Width, app.Target.Height);
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void A_picture_that_nothing_painted_fails_the_golden_comparison()
    {
        using var app = Play(Scene, 640, 360, ("strength", "0"));
        app.Run(Frames);
        Assert.That(Golden.Differs("style.png", app.Gpu.Download(app.Target.Image), 640, 360, out _), Is.True);
    }

    [Test]
    public void A_photograph_is_painted_too()
    {
        using var app = Play(Scene, 64, 36, ("source", Shared.File("images/224/chelsea_224.png")), ("mask", "none"), ("budget", "0"));
        app.Run(4);
        var images = app.Images;
        byte[] painted = app.Gpu.Download(images.Find("painting")!), seen = app.Gpu.Download(images.Find("camera picture")!);
        Assert.That(painted.Select(v => (double)v).Average(), Is.InRange(40, 220));
        Assert.That(painted.Distinct().Count(), Is.GreaterThan(100));
        Assert.That(seen, Has.Length.GreaterThan(0));
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void A_steady_frame_allocates_nothing()
    {
        using var app = Play(
            Scene, 64, 36, ("budget", "0.5"), ("StyleTransfer.width", "64"), ("VideoSource.width", "64"), ("VideoSource.height", "48"));
        SteadyFrames.AllocateNothing(_ => app.Step());
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void Keys_change_style_blend_mask_and_spreading()
    {
        using var app = Play(Scene, 64, 36, ("StyleTransfer.width", "64"), ("blend", "0.5"));
        app.Run(2);
        var entity = app.Scene!.Find("painting");
        StyleTransfer Press(Key key)
        {
            app.Input.Press(key);
            app.Run(2);
            app.Input.Release(key);
            return app.World.Get<StyleTransfer>(entity);
        }
        var live = app.World.Find<LiveStyle>(entity);
        Assert.That(Press(Key.X).Options.Blend, Is.EqualTo(0.6f).Within(1e-6));
        Assert.That(app.World.Find<LiveStyle>(entity), Is.SameAs(live), "a blend needs no compilation");
        Assert.That(app.Scene.Texts().ToDictionary()["blend"], Does.StartWith("40 % + 60 %"));
        Assert.That(Press(Key.N).Net, Is.EqualTo("Assets/style-starry.safetensors"));
        Assert.That(app.Scene.Texts().ToDictionary()["nets"], Is.EqualTo("style-starry + style-starry"));
        Assert.That(Press(Key.M).Options.Mask, Is.EqualTo("circle"));
        Assert.That(Press(Key.T).Spread, Is.EqualTo(2));
        Assert.That(Press(Key.T).Spread, Is.EqualTo(4));
        var before = app.World.Find<LiveStyle>(entity)!.Done;
        app.Run(8);
        Assert.That(app.World.Find<LiveStyle>(entity)!.Done - before, Is.EqualTo(2), "a picture takes four frames");
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void What_is_mistyped_while_it_runs_is_said_once_and_the_old_style_goes_on()
    {
        using var app = Play(Scene, 64, 36, ("StyleTransfer.width", "64"));
        app.Run(10);
        var entity = app.Scene!.Find("painting");
        var live = app.World.Find<LiveStyle>(entity);
        var said = Said(() =>
        {
            app.World.Get<StyleTransfer>(entity).Net = "nowhere.safetensors";
            app.Run(3);
            app.World.Get<StyleTransfer>(entity).Net = "Assets/fashion.safetensors";
            app.Run(3);
            app.World.Get<StyleTransfer>(entity) = app.World.Get<StyleTransfer>(entity) with
            {
                Net = "Assets/style-wave.safetensors",
                Options = new StyleOptions { Mask = "circel" },
            };
            app.Run(3);
        });
        Assert.That(said, Has.Length.EqualTo(3), string.Join('\n', said));
        Assert.That(said[0], Does.Contain("nowhere.safetensors"));
        Assert.That(said[1], Does.Contain("three"));
        Assert.That(said[2], Does.Contain("circle"));
        Assert.That(app.World.Find<LiveStyle>(entity), Is.SameAs(live));
        app.World.Get<StyleTransfer>(entity).Options = live!.Wanted.Options with { Mask = "circle" };
        app.Run(3);
        Assert.That(app.World.Find<LiveStyle>(entity), Is.Not.SameAs(live));
    }

    [Test]
    public void A_net_that_is_not_there_is_named_at_the_start()
    {
        using var app = Play(Scene, 64, 36, ("net", "nowhere.safetensors"));
        Assert.That(() => app.Run(1), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("nowhere.safetensors"));
    }

    [Test]
    public void Optimisation_is_seen_as_it_grows_and_follows_edits()
    {
        using var app = Play(Painting(), 64, 36, ("model", Shared.File("models/squeezenet1.1.onnx")));
        var entity = app.Scene!.Find("painting");
        app.Run(3);
        var live = app.World.Find<LiveStyle>(entity)!;
        var first = float.NaN;
        for (var i = 0; i < 400 && live.Done < 14; i++)
        {
            app.Step();
            if (live.Progress is { } now && float.IsNaN(first))
                first = now.Total;
        }
        app.Run(30);
        Assert.That(live.Done, Is.EqualTo(15), "it rests after so many steps");
        Assert.That(live.Progress!.Value.Total, Is.LessThan(0.8 * first));
        Assert.That(app.Scene!.Texts().ToDictionary()["progress"], Does.Match(@"^step 15, loss \d\.\d{4}$"));
        var picture = app.Gpu.Download(app.Images.Find("painting")!);
        Assert.That(picture.Where((_, i) => i % 4 < 3).Distinct().Count(), Is.GreaterThan(60), "it is a picture");

        // Another weight begins anew on the same plans, another layer needs other ones, a wrong one is refused.
        app.World.Get<StyleTransfer>(entity).Painting = live.Wanted.Painting with { StyleWeight = 3 };
        app.Run(2);
        Assert.That(app.World.Find<LiveStyle>(entity), Is.SameAs(live));
        Assert.That(live.Done, Is.LessThan(15));
        var said = Said(() =>
        {
            app.World.Get<StyleTransfer>(entity).Painting = live.Wanted.Painting with { StyleLayers = ["fire22"] };
            app.Run(3);
        });
        Assert.That(said, Has.Length.EqualTo(1).And.All.Contains("fire2"));
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    // A scene with a style by optimisation; the style is an image of the scene.
    private static string Painting()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "painting.yaml");
        File.WriteAllText(path, """
            name: painting
            entities:
              - name: content
                VideoSource: { source: scenery, width: 64, height: 64 }
              - name: style
                VideoSource: { source: testpattern, width: 64, height: 64 }
              - name: painting
                StyleTransfer: { image: content, style: style, width: 64, steps: 15, budget: 2 }
              - name: progress
                Label: { position: [0, 0] }
                Readout: { target: painting, show: progress }
            """);
        return path;
    }

    private static string[] Said(Action action)
    {
        var before = Console.Error;
        using var errors = new StringWriter();
        Console.SetError(errors);
        try
        {
            action();
        }
        finally
        {
            Console.SetError(before);
        }
        return errors.ToString().Trim().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static App Play(string scene, int width, int height, params (string Field, string Value)[] overrides)
    {
        var app = new App(new AppOptions
        {
            Headless = true,
            HotReload = false,
            Width = width,
            Height = height,
            Overrides = overrides.ToDictionary(o => o.Field, o => o.Value),
        }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        try
        {
            app.Load(scene);
            return app;
        }
        catch
        {
            app.Dispose();
            throw;
        }
    }
}
