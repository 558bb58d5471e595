// The dream scene: what it shows, its keys, edits while it runs, what it costs.
using Engine;

namespace CnnCompute.Tests;

public sealed class DreamSceneTests
{
    // A small net, for what does not depend on which.
    private static readonly (string, string)[] garments =
    [
        ("DeepDream.model", "Assets/fashion.safetensors"), ("DeepDream.layer", "6:2"), ("DeepDream.layers", "6:2, 6:4, 6:40, 2:3, 6"),
        ("DeepDream.octaves", "3"), ("DeepDream.blend", "0.15"),
    ];

    private static App Play(int width, int height, params (string Field, string Value)[] overrides) =>
        PlayAsItIs(width, height, [.. garments, .. overrides]);

    private static App PlayAsItIs(int width, int height, params (string Field, string Value)[] overrides)
    {
        var app = new App(new AppOptions
        {
            Headless = true,
            HotReload = true,
            Width = width,
            Height = height,
            Overrides = overrides.ToDictionary(o => o.Field, o => o.Value),
        }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        try
        {
            app.Load(Path.Combine(GpuFixture.Repository, "Scenes", "dream.yaml"));
            return app;
        }
        catch
        {
            app.Dispose();
            throw;
        }
    }

    // Small and quick, for what does not depend on the picture.
    private static App Small() =>
        Play(64, 36, ("DeepDream.width", "32"), ("DeepDream.height", "24"), ("VideoSource.width", "32"), ("VideoSource.height", "24"));

    private static Dreaming Running(App app) => app.World.Find<Dreaming>(app.Scene!.Find("dream"))!;

    private static string Said(Action run)
    {
        var before = Console.Error;
        using var errors = new StringWriter();
        Console.SetError(errors);
        try
        {
            run();
        }
        finally
        {
            Console.SetError(before);
        }
        return errors.ToString().Trim();
    }

    private static void Press(App app, Key key)
    {
        app.Input.Press(key);
        app.Input.Release(key);
        app.Step();
    }

    [Test]
    public void The_scene_dreams_and_looks_as_it_did()
    {
        using var app = Play(640, 360, ("DeepDream.width", "120"), ("DeepDream.height", "90"), ("DeepDream.budget", "1000"));
        app.Run(10);
        var texts = app.Scene!.Texts().ToDictionary();
        Assert.That(texts["layer"], Is.EqualTo("layer 6:2"));
        Assert.That(texts["progress"], Does.Match(@"^objective \S+, \d+\.\d steps/s$"));
        Assert.That(texts["settings"], Is.EqualTo("rate 2.00, 3 octaves, blend 0.15"));
        Golden.Check("dream.png", app.Gpu.Download(app.Target.Image), app.Target.Width, app.Target.Height);
    }

    [Test]
    public void The_trunk_that_comes_with_the_program_dreams_where_none_is_named()
    {
        using var app = PlayAsItIs(640, 360, ("DeepDream.width", "128"), ("DeepDream.height", "96"), ("DeepDream.budget", "1000"));
        app.Run(8);
        Assert.That(app.Scene!.Texts().ToDictionary()["layer"], Is.EqualTo("layer layer3"));
        Golden.Check("dream-trunk.png", app.Gpu.Download(app.Target.Image), app.Target.Width, app.Target.Height);
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void A_dream_that_does_not_rise_fails_the_golden_comparison()
    {
        using var app = Play(640, 360, ("DeepDream.width", "60"), ("DeepDream.height", "45"), ("DeepDream.budget", "1000"), ("DeepDream.rate", "0"));
        app.Run(10);
        Assert.That(Golden.Differs("dream.png", app.Gpu.Download(app.Target.Image), 640, 360, out _), Is.True);
    }

    [TestCase("testpattern")]
    [TestCase("images/224/chelsea_224.png")]
    public void Any_source_is_dreamt_upon(string source)
    {
        using var app = Play(64, 36, ("source", source.Contains('/', StringComparison.Ordinal) ? Shared.File(source) : source),
            ("DeepDream.width", "40"), ("DeepDream.height", "30"), ("DeepDream.budget", "1000"));
        app.Run(3);
        var (image, before) = (app.Images.Find("dream")!, app.Images.Find("camera")!);
        Assert.That(app.Gpu.Download(image).Distinct().Count(), Is.GreaterThan(30));
        Assert.That(Running(app).Dream.Steps, Is.EqualTo(18));
        Assert.That(before.Width, Is.GreaterThan(40));
    }

    [Test]
    public void A_steady_frame_allocates_nothing()
    {
        using var app = Small();
        SteadyFrames.AllocateNothing(_ => app.Step());
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    private static void Edit(App app, Func<DreamOptions, DreamOptions> change)
    {
        ref var dream = ref app.World.Get<DeepDream>(app.Scene!.Find("dream"));
        dream.Options = change(dream.Options);
    }

    [Test]
    public void Keys_change_layer_rate_octaves_blend_and_begin_anew()
    {
        using var app = Small();
        app.Run(3);
        var dream = app.Scene!.Find("dream");
        ref DeepDream Wanted() => ref app.World.Get<DeepDream>(dream);
        var first = Running(app).Dream;
        Press(app, Key.Up);
        Assert.That(Wanted().Options.Rate, Is.EqualTo(2.5f));
        Press(app, Key.Period);
        Assert.That(Running(app).Dream.Options, Has.Property("Rate").EqualTo(2.5f).And.Property("Blend").EqualTo(0.2f).Within(1e-6f));
        Assert.That(Running(app).Dream, Is.SameAs(first), "values need no compiler");
        Press(app, Key.Left);
        Assert.That(Running(app).Layer, Is.EqualTo("6"), "round and round");
        Press(app, Key.Right);
        Assert.That(Running(app).Layer, Is.EqualTo("6:2"));
        Wanted().Layers = [];
        Press(app, Key.Right);
        Assert.That(Running(app).Layer, Is.EqualTo("2"), "of the net's own");
        Press(app, Key.PageDown);
        Assert.That(Running(app).Dream.Octaves, Has.Count.EqualTo(2));
        Press(app, Key.R);
        Assert.That(Wanted().Start, Is.EqualTo(1));
        Assert.That(app.World.Get<Label>(app.Scene.Find("keys")).Text, Does.Contain("← → layer").And.Contain("F dream over the whole window"));
    }

    [Test]
    public void What_is_edited_is_dreamt_and_what_is_mistyped_is_said_once()
    {
        using var app = Small();
        app.Run(3);
        var dream = app.Scene!.Find("dream");
        Edit(app, o => o with { Steps = 1 });
        app.World.Get<DeepDream>(dream).Width = 64;
        app.Run(2);
        Assert.That(app.Images.Find("dream")!.Width, Is.EqualTo(64));
        var running = Running(app);
        var said = Said(() =>
        {
            Edit(app, o => o with { Objective = "99" });
            app.Run(3);
            Edit(app, o => o with { Objective = "6:2" });
            Edit(app, o => o with { Rate = -1 });
            app.Run(3);
            app.World.Get<DeepDream>(dream).Image = "nowhere";
            app.Run(3);
        }).Split('\n');
        Assert.That(said, Has.Length.EqualTo(3), string.Join('\n', said));
        Assert.That(said[0], Does.Contain("no layer \"99\""));
        Assert.That(said[1], Is.EqualTo("dream dream: rate -1 is not possible; 0 is taken (0 to 255)"));
        Assert.That(said[2], Does.Contain("\"nowhere\""));
        Assert.That(Running(app), Is.SameAs(running));
    }

    [Test]
    public void A_wrong_layer_ends_the_start()
    {
        using var app = Play(64, 36, ("layer", "99"));
        Assert.That(() => app.Run(1), Throws.ArgumentException.With.Message.Contains("no layer \"99\""));
    }

    [Test]
    public void A_running_window_goes_on_while_another_layer_is_compiled()
    {
        using var app = new App(new AppOptions { Headless = true, Deterministic = false, Width = 64, Height = 36 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Load(Path.Combine(GpuFixture.Repository, "Scenes", "dream.yaml"));
        var dream = app.Scene!.Find("dream");
        app.World.Get<DeepDream>(dream) = app.World.Get<DeepDream>(dream) with { Width = 48, Height = 36 };
        app.Run(3);
        var first = Running(app).Dream;
        Edit(app, o => o with { Objective = "layer1" });
        app.Step();
        Assert.That(Running(app).IsCompiling);
        Assert.That(Running(app).Dream, Is.SameAs(first));
        for (var frames = 0; Running(app).IsCompiling && frames < 100_000; frames++)
            app.Step();
        Assert.That(Running(app).Layer, Is.EqualTo("layer1"));
        Assert.That(Said(() =>
        {
            Edit(app, o => o with { Objective = "99" });
            do
                app.Step();
            while (Running(app).IsCompiling);
            app.Run(3);
        }), Does.Contain("no layer \"99\"").And.Not.Contain("\n"));
        Assert.That(Running(app).Layer, Is.EqualTo("layer1"));
        Edit(app, o => o with { Objective = "layer2" });
        app.Step();
        Assert.That(app.Dispose, Throws.Nothing, "in the middle of compiling");
    }

    [Test]
    public void F_shows_the_dream_alone()
    {
        using var app = Small();
        app.Run(2);
        var whole = app.Scene!.Find("whole window");
        Assert.That(app.World.Get<Sprite>(whole).Size.X, Is.Zero);
        Press(app, Key.F);
        Assert.That(app.World.Get<Sprite>(whole), Has.Property("Size").EqualTo(new System.Numerics.Vector2(960, 720)).And.Property("Position")
            .EqualTo(new System.Numerics.Vector2(160, 0)));
        Press(app, Key.F);
        Assert.That(app.World.Get<Sprite>(whole).Size.X, Is.Zero);
    }
}
