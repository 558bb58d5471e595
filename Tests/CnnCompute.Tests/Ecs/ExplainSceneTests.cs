// The scene that explains: heat maps over live pictures, what keys and edits do to them, what they cost.
using Engine;

namespace CnnCompute.Tests;

public sealed class ExplainSceneTests
{
    private const int Frames = 16;

    private static void Edit(App app, Func<AttributionOptions, AttributionOptions> change)
    {
        ref var heat = ref app.World.Get<Saliency>(app.Scene!.Find("heat"));
        heat.Options = change(heat.Options);
    }

    [Test]
    public void The_scene_explains_garments_and_looks_as_it_did()
    {
        using var app = Play(640, 360);
        app.Run(Frames);
        var texts = app.Scene!.Texts().ToDictionary();
        Assert.That(texts["method"], Is.EqualTo("guided backprop"));
        Assert.That(texts["explained"], Does.Match(@"^why: [\w/\- ]+, \d+\.\d %$").And.Contain(texts["prediction"]));
        Assert.That(app.World.Get<Label>(app.Scene.Find("keys")).Text, Does.Contain("E next method"));
        var picture = app.Gpu.Download(app.Target.Image);
        Golden.Check("explain.png", picture, app.Target.Width, app.Target.Height);
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
        var swapped = picture.Chunk(4).SelectMany(p => (byte[])[p[2], p[1], p[0], p[3]]).ToArray();
        Assert.That(Golden.Differs("explain.png", swapped, 640, 360, out _), Is.True, "red and blue swapped");
        app.World.Get<Saliency>(app.Scene.Find("heat")).Heat = new HeatOptions { Opacity = 0 };
        app.Run(12);
        Assert.That(Golden.Differs("explain.png", app.Gpu.Download(app.Target.Image), 640, 360, out _), Is.True, "without the heat");
    }

    [Test]
    public void A_photograph_is_explained_by_an_imported_net_and_looks_as_it_did()
    {
        var photograph = Shared.File("images/tiny_vgg/panda_1.jpeg");
        using var app = Play(
            640, 360, ("model", Shared.File("models/tiny_vgg.onnx")), ("source", photograph), ("norm", "unit"), ("method", "gradCam"));
        app.Run(Frames);
        Assert.That(app.Scene!.Texts().ToDictionary()["method"], Is.EqualTo("Grad-CAM of max_pool_2"));
        Golden.Check("explain-photograph.png", app.Gpu.Download(app.Target.Image), app.Target.Width, app.Target.Height);
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void The_picture_is_what_the_plans_compute_and_the_whole_of_it_shows()
    {
        using var app = Play(64, 36, ("opacity", "1"), ("budget", "0"), ("Saliency.width", "224"));
        // At once in the first frame; what is said of it comes two frames later, and both are shown then.
        app.Run(3);
        var image = app.Images.Find("heat")!;
        Assert.That((image.Width, image.Height), Is.EqualTo((224, 224)));
        var bytes = app.Gpu.Download(image);
        // Inferno is black where it is cold and yellow where it is hot: garments have both.
        var brightness = Enumerable.Range(0, 224 * 224).Select(i => bytes[i * 4] + bytes[(i * 4) + 1] + bytes[(i * 4) + 2]).ToArray();
        Assert.That(brightness.Max(), Is.GreaterThan(550));
        Assert.That(brightness.Count(b => b < 30), Is.GreaterThan(224 * 224 / 3));
        Assert.That(View(app).Results, Is.EqualTo(1));
    }

    [Test]
    public void A_steady_frame_allocates_nothing()
    {
        // Three plans in turn, with values of their own for each run.
        using var app = Play(64, 36, ("method", "smoothGrad"), ("samples", "3"), ("Saliency.width", "32"));
        SteadyFrames.AllocateNothing(_ => app.Step());
        Assert.That(View(app).Results, Is.GreaterThan(10));
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void Methods_spread_over_frames_show_what_they_show_at_once([Values("gradCam", "integratedGradients")] string method)
    {
        Assert.That(Shown("0.3"), Is.EqualTo(Shown("0")));

        byte[] Shown(string budget)
        {
            using var app = Play(
                64, 36, ("method", method), ("samples", "4"), ("Saliency.width", "28"), ("Saliency.budget", budget), ("rate", "0.001"));
            for (var frame = 0; frame < 2000 && !(View(app, false) is { Results: > 0 }); frame++)
                app.Step();
            return app.Gpu.Download(app.Images.Find("heat")!);
        }
    }

    [Test]
    public void Keys_change_the_method_the_layer_and_the_heat()
    {
        using var app = Play(64, 36, ("Saliency.width", "64"));
        app.Run(2);
        Press(Key.E);
        Assert.That(View(app).Running.Options.Method, Is.EqualTo(AttributionMethod.GradCam));
        Assert.That(View(app).Layer, Is.EqualTo("7"));
        Press(Key.G);
        Assert.That(View(app).Layer, Is.EqualTo("0"), "round to the first");
        Press(Key.G);
        Assert.That(View(app).Layer, Is.EqualTo("1"));
        Press(Key.LeftBracket);
        Assert.That(View(app).Running.Heat.Opacity, Is.EqualTo(0.5f).Within(1e-6));
        foreach (var _ in Enumerable.Range(0, 8))
            Press(Key.RightBracket);
        Assert.That(View(app).Running.Heat.Opacity, Is.EqualTo(1));

        void Press(Key key)
        {
            app.Input.Press(key);
            app.Step();
            app.Input.Release(key);
        }
    }

    [Test]
    public void What_is_edited_is_taken_and_what_is_mistyped_is_said_once()
    {
        using var app = Play(64, 36, ("Saliency.width", "64"), ("budget", "0"));
        app.Run(4);
        var heat = app.Scene!.Find("heat");
        ref var wanted = ref app.World.Get<Saliency>(heat);
        var picture = app.Images.Find("heat");
        wanted.Class = "Bag";
        app.Run(6);
        Assert.That(View(app).Found.Class, Is.EqualTo(8));
        wanted.Options = wanted.Options with { Objective = "4:3" };
        app.Run(6);
        Assert.That(app.Scene.Texts().ToDictionary()["explained"], Is.EqualTo("why: 4:3"));
        (wanted.Options, wanted.Class) = (AttributionOptions.Live, "-1");
        app.Run(6);
        Assert.That(app.Images.Find("heat"), Is.SameAs(picture), "the picture goes on");
        var said = Errors(() =>
        {
            Edit(app, o => o with { Layer = "nowhere" });
            app.Run(3);
            app.World.Get<Saliency>(heat).Class = "Trouser ";
            Edit(app, o => o with { Layer = "7" });
            app.Run(3);
            app.World.Get<Saliency>(heat).Class = "cow";
            app.Run(3);
            app.World.Get<Saliency>(heat).Class = "";
            app.World.Get<Saliency>(heat).Image = "mirror";
            app.Run(3);
        });
        Assert.That(said, Has.Length.EqualTo(3), string.Join('\n', said));
        Assert.That(said[0], Does.Contain("no layer \"nowhere\""));
        Assert.That(said[1], Does.Contain("no class is called \"cow\""));
        Assert.That(said[2], Does.Contain("nothing publishes the image"));
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void Settings_out_of_range_are_clamped_with_a_word()
    {
        var said = Errors(() =>
        {
            using var app = Play(64, 36, ("Saliency.width", "3"), ("opacity", "7"), ("samples", "1000000"), ("Saliency.crop", "2"));
            app.Run(3);
            Assert.That(app.Images.Find("heat")!.Width, Is.EqualTo(16));
        });
        Assert.That(said.Where(s => s.Contains("possible")), Is.EquivalentTo(new[]
        {
            "saliency heat: width 3 is not possible; 16 is taken (16 to 4096)", "saliency heat: opacity 7 is not possible; 1 is taken (0 to 1)",
            "saliency heat: samples 1000000 is not possible; 10000 is taken (0 to 10000)",
            "saliency heat: crop 2 is not possible; 1 is taken (0.05 to 1)",
        }));
    }

    [Test]
    public void The_heat_follows_the_classifier_it_stands_on()
    {
        var zeros = Path.Combine(TestContext.CurrentContext.WorkDirectory, "heat-zeros.safetensors");
        var (tensors, metadata) = Safetensors.Load(Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors"));
        Safetensors.Save(zeros, tensors.ToDictionary(t => t.Key, t => t.Value with { Values = new float[t.Value.Values.Length] }), metadata);
        using var app = Play(64, 36, ("Saliency.width", "64"), ("budget", "0"));
        app.Run(6);
        Assert.That(View(app).Found.Probability, Is.GreaterThan(0.2f));
        app.World.Get<Classifier>(app.Scene!.Find("net")).Model = zeros;
        app.Run(6);
        Assert.That(View(app).Found.Probability, Is.EqualTo(0.1f).Within(1e-5), "a net of zeros finds all ten classes alike");
    }

    [Test]
    public void What_a_scene_gets_wrong_is_named_at_once()
    {
        Assert.That(Start(("layer", "nowhere"), ("method", "gradCam")), Throws.ArgumentException.With.Message.Contains("no layer \"nowhere\""));
        Assert.That(Start(("Saliency.image", "mirror")),
            Throws.InvalidOperationException.With.Message.Contains("saliency heat: nothing in the scene publishes the image"));
        Assert.That(Start(("class", "cow")), Throws.ArgumentException.With.Message.Contains("no class is called \"cow\""));
        Assert.That(Start(("method", "gradcamm")), Throws.TypeOf<SceneException>().With.Message.Contains("gradCam").IgnoreCase);

        Action Start(params (string, string)[] overrides) => () =>
        {
            using var app = Play(64, 36, overrides);
            app.Run(12);
        };
    }

    private static SaliencyView View(App app, bool must = true)
    {
        var view = app.World.Find<SaliencyView>(app.Scene!.Find("heat"));
        return view is not null || !must ? view! : throw new AssertionException("no heat map runs");
    }

    private static string[] Errors(Action run)
    {
        var (before, errors) = (Console.Error, new StringWriter());
        Console.SetError(errors);
        try
        {
            run();
        }
        finally
        {
            Console.SetError(before);
        }
        return errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static App Play(int width, int height, params (string Field, string Value)[] overrides)
    {
        if (!File.Exists(FashionMnist.DebianFolder + "/t10k-images-idx3-ubyte.gz"))
            Assert.Ignore("Fashion-MNIST is not installed (apt-get install dataset-fashion-mnist)");
        // Pictures that nobody looks at are small, too.
        (string, string)[] small = width >= 320 ? [] : [("FeatureMaps.width", "64"), ("FeatureMaps.height", "4")];
        var given = small.Concat(overrides).ToDictionary(o => o.Item1, o => o.Item2);
        var options = new AppOptions { Headless = true, HotReload = false, Width = width, Height = height, Overrides = given };
        var app = new App(options, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        try
        {
            app.Load(Path.Combine(GpuFixture.Repository, "Scenes", "explain.yaml"));
            return app;
        }
        catch
        {
            app.Dispose();
            throw;
        }
    }
}
