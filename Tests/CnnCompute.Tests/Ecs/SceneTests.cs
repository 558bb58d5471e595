// Whole scenes, headless: what they show, what they say, what they cost.
using Engine;

namespace CnnCompute.Tests;

public sealed class SceneTests
{
    private const int Frames = 100;

    [Test]
    public void The_fashion_scene_names_garments_and_looks_as_it_did()
    {
        using var app = Play("fashion.yaml", 640, 360);
        app.Run(Frames);
        var picture = app.Gpu.Download(app.Target.Image);
        var texts = app.Scene!.Texts().ToDictionary();
        Assert.That(texts["prediction"], Is.Not.Empty.And.Not.EqualTo("…"));
        Assert.That(FashionMnist.ClassNames, Does.Contain(texts["prediction"]));
        Assert.That(FashionMnist.ClassNames.Select(c => $"in truth: {c}"), Does.Contain(texts["truth"]));
        Assert.That(texts["accuracy"], Does.Match(@"^right so far: \d+\.\d % \(\d+ of \d+\)$"));
        Golden.Check("fashion.png", picture, app.Target.Width, app.Target.Height);
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
        // A wrong picture fails the comparison.
        var swapped = picture.Chunk(4).SelectMany(p => (byte[])[p[2], p[1], p[0], p[3]]).ToArray();
        Assert.That(Golden.Differs("fashion.png", swapped, 640, 360, out _), Is.True, "red and blue swapped");
    }

    [Test]
    public void A_network_that_knows_nothing_fails_the_golden_comparison()
    {
        var (tensors, metadata) = Safetensors.Load(Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors"));
        var zeros = tensors.ToDictionary(t => t.Key, t => t.Value with { Values = new float[t.Value.Values.Length] });
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "zeros.safetensors");
        Safetensors.Save(path, zeros, metadata);
        using var app = Play("fashion.yaml", 640, 360, ("model", path));
        app.Run(Frames);
        Assert.That(Golden.Differs("fashion.png", app.Gpu.Download(app.Target.Image), 640, 360, out _), Is.True, "all weights 0");
    }

    [Test]
    public void A_steady_frame_of_the_fashion_scene_allocates_nothing()
    {
        using var app = Play("fashion.yaml", 64, 36, ("FeatureMaps.width", "64"), ("FeatureMaps.height", "32"));
        SteadyFrames.AllocateNothing(_ => app.Step());
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void A_network_spread_over_frames_says_the_same_as_one_run_at_once()
    {
        var whole = Probabilities(0);
        var spread = Probabilities(0.5f);
        Assert.That(spread, Is.EqualTo(whole));

        float[] Probabilities(float budget)
        {
            using var app = Play("fashion.yaml", 64, 36, ("budget", budget.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("Motion.move", "0"), ("Motion.scale", "0"), ("Motion.turn", "0"), ("Motion.light", "0"));
            app.Run(80);
            return (float[])app.World.Get<Classification>(app.Scene!.Find("net")).Probabilities.Clone();
        }
    }

    [Test]
    public void A_smaller_budget_cuts_the_network_into_more_slices()
    {
        Assert.That(Slices("0.05"), Is.GreaterThan(Slices("8")));

        int Slices(string budget)
        {
            using var app = Play("fashion.yaml", 64, 36, ("budget", budget));
            app.Run(1);
            return app.World.Get<Classification>(app.Scene!.Find("net")).Plan.SliceCount;
        }
    }

    [Test]
    public void Class_names_for_another_network_are_refused()
    {
        var labels = Path.Combine(TestContext.CurrentContext.WorkDirectory, "three-labels.txt");
        File.WriteAllLines(labels, ["one", "two", "three"]);
        using var app = Play("fashion.yaml", 64, 36, ("labels", labels));
        Assert.That(() => app.Run(1), Throws.TypeOf<InvalidDataException>().With.Message.Contains("3 class names for a network of 10 classes"));
        Assert.That(app.Dispose, Throws.Nothing);
    }

    [Test]
    public void What_is_edited_while_the_scene_runs_is_shown_and_what_is_mistyped_is_said_once()
    {
        using var app = Play("fashion.yaml", 64, 36);
        app.Run(2);
        var (net, maps, bars) = (app.Scene!.Find("net"), app.Scene.Find("maps"), app.Scene.Find("bars"));
        app.World.Get<FeatureMaps>(maps).Width = 100;
        app.World.Get<ClassBars>(bars).Count = 3;
        app.Run(2);
        Assert.That(app.Images.Find("maps")!.Width, Is.EqualTo(100));
        Assert.That(app.World.Get<Bars>(bars).Values, Has.Length.EqualTo(3));

        var running = app.World.Get<Classification>(net);
        var before = Console.Error;
        using var errors = new StringWriter();
        Console.SetError(errors);
        try
        {
            app.World.Get<FeatureMaps>(maps).Layer = "99";
            app.Run(2);
            app.World.Get<Classifier>(net).Model = "nowhere.safetensors";
            app.Run(2);
        }
        finally
        {
            Console.SetError(before);
        }
        var said = errors.ToString().Trim().Split('\n');
        Assert.That(said, Has.Length.EqualTo(2), errors.ToString());
        Assert.That(said[0], Does.Contain("no layer \"99\""));
        Assert.That(said[1], Does.Contain("nowhere.safetensors"));
        Assert.That(app.World.Get<Classification>(net), Is.SameAs(running));
    }

    [Test]
    public void A_layer_that_is_not_there_is_named_with_those_that_are()
    {
        using var app = Play("fashion.yaml", 64, 36, ("layer", "99"));
        Assert.That(() => app.Run(1), Throws.InvalidOperationException.With.Message.Contains("no layer \"99\"").And.Message.Contains("0 to 12"));
    }

    [Test]
    public void Feature_maps_show_any_layer_of_nets_that_take_any_size_and_are_edited()
    {
        var model = Shared.File("models/style/starry-night.onnx");
        using var app = Play(
            "fashion.yaml", 64, 36, ("model", model), ("norm", "byte"), ("Classifier.size", "32"), ("layer", "relu_3"), ("FeatureMaps.count", "4"));
        app.Run(2);
        var (net, maps) = (app.Scene!.Find("net"), app.Scene.Find("maps"));
        Assert.That(app.World.Get<Classification>(net).Probabilities, Is.Empty, "such a net has no classes");
        var before = app.Gpu.Download(app.Images.Find("maps")!);
        Assert.That(before.Distinct().Count(), Is.GreaterThan(16), "something is to be seen");
        ref var map = ref app.World.Get<FeatureMaps>(maps);
        map.Grid = map.Grid with { Normalise = FeatureNormalisation.Unit };
        app.Run(2);
        Assert.That(app.Gpu.Download(app.Images.Find("maps")!), Is.Not.EqualTo(before));
    }

    [Test]
    public void A_model_that_is_not_there_is_named()
    {
        using var app = Play("fashion.yaml", 64, 36, ("model", "nowhere.safetensors"));
        Assert.That(() => app.Run(1), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("nowhere.safetensors"));
    }

    [Test]
    public void Photographs_go_through_an_imported_network()
    {
        var model = Shared.File("models/squeezenet1.1.onnx");
        using var app = Play("photos.yaml", 320, 180, ("model", model), ("source", Path.GetDirectoryName(Shared.File("images/224/chelsea_224.png"))!),
            ("labels", Shared.File("models/labels/imagenet1000.txt")));
        app.Run(60);
        var texts = app.Scene!.Texts().ToDictionary();
        Assert.That(texts["title"], Does.Contain("349.2 M"));
        Assert.That(texts["prediction"], Has.Length.GreaterThan(3));
    }

    [Test]
    public void The_photograph_scene_looks_as_it_did()
    {
        using var app = Play("photos.yaml", 640, 360, ("model", "Assets/fashion.safetensors"));
        app.Run(Frames);
        Golden.Check("photos.png", app.Gpu.Download(app.Target.Image), app.Target.Width, app.Target.Height);
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    private static App Play(string scene, int width, int height, params (string Field, string Value)[] overrides)
    {
        if (!File.Exists(FashionMnist.DebianFolder + "/t10k-images-idx3-ubyte.gz") && scene == "fashion.yaml")
            Assert.Ignore("Fashion-MNIST is not installed (apt-get install dataset-fashion-mnist)");
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
            app.Load(Path.Combine(GpuFixture.Repository, "Scenes", scene));
            return app;
        }
        catch
        {
            app.Dispose();
            throw;
        }
    }
}
