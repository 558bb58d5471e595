// Pictures that grow in a scene: how they look, begin anew, are edited, and what they cost.
using Engine;

namespace CnnCompute.Tests;

public sealed class VisualizationSceneTests
{
    private static readonly string Model = Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors");

    [Test]
    public void The_scene_looks_as_it_did()
    {
        using var app = Play(Path.Combine(GpuFixture.Repository, "Scenes", "visualise.yaml"), 640, 360);
        app.Run(60);
        var texts = app.Scene!.Texts().ToDictionary();
        Assert.That(texts["first caption"], Does.Match(@"^Trouser: \d+\.\d, step \d+$"));
        Assert.That(View(app, "second").Objective, Is.GreaterThan(3));
        var picture = app.Gpu.Download(app.Target.Image);
        Golden.Check("visualise.png", picture, app.Target.Width, app.Target.Height);
        var swapped = picture.Chunk(4).SelectMany(p => (byte[])[p[2], p[1], p[0], p[3]]).ToArray();
        Assert.That(Golden.Differs("visualise.png", swapped, 640, 360, out _), Is.True, "red and blue swapped");
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void A_picture_begins_anew_from_other_noise_and_follows_edits()
    {
        using var app = Play(Scene("steps: 3, budget: 0, rate: 0.1"), 64, 36);
        app.Run(3);
        var (images, grown) = (app.Images, View(app, "growing"));
        Assert.That((grown.Step, grown.Begun), Is.EqualTo((3, 1)));
        var third = app.Gpu.Download(images.Find("growing")!);
        app.Run(3);
        Assert.That((grown.Step, grown.Begun), Is.EqualTo((3, 2)));
        Assert.That(app.Gpu.Download(images.Find("growing")!), Is.Not.EqualTo(third), "other noise");

        var growing = app.Scene!.Find("growing");
        ref var wanted = ref app.World.Get<Visualization>(growing);
        wanted.Options = wanted.Options with { Steps = 100 };
        app.Run(2);
        Assert.That(View(app, "growing"), Is.SameAs(grown));
        Assert.That(grown.Step, Is.EqualTo(5), "goes on");
        var (before, errors) = (Console.Error, new StringWriter());
        Console.SetError(errors);
        try
        {
            app.World.Get<Visualization>(growing).Objective = "class:10";
            app.Run(3);
        }
        finally
        {
            Console.SetError(before);
        }
        Assert.That(errors.ToString().Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors.ToString(), Does.Contain("class 10 does not exist"));
        Assert.That(View(app, "growing"), Is.SameAs(grown));
        app.World.Get<Visualization>(growing).Objective = "2:5";
        app.Run(2);
        Assert.That(View(app, "growing").Caption, Is.EqualTo("2:5"));
        Assert.That(View(app, "growing").Step, Is.EqualTo(2), "from the beginning");
    }

    [Test]
    public void A_steady_frame_allocates_nothing()
    {
        using var app = Play(Scene("steps: 40, budget: 1"), 64, 36);
        SteadyFrames.AllocateNothing(_ => app.Step());
        Assert.That(View(app, "growing").Begun, Is.GreaterThan(1));
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    private static VisualizationView View(App app, string name) => app.World.Find<VisualizationView>(app.Scene!.Find(name))!;

    private static string Scene(string settings)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.yaml");
        File.WriteAllText(path,
            $"name: one\nentities:\n  - name: growing\n    Visualization: {{ model: \"{Model}\", objective: \"class:7\", {settings} }}\n");
        return path;
    }

    private static App Play(string scene, int width, int height)
    {
        var app = new App(new AppOptions { Headless = true, HotReload = false, Width = width, Height = height }, GpuFixture.Gpu);
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
