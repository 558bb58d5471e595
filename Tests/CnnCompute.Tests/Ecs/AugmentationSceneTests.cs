// Transforms in a scene: how they look, are drawn anew and edited, and what is mistyped.
using Engine;

namespace CnnCompute.Tests;

public sealed class AugmentationSceneTests
{
    [Test]
    public void The_scene_looks_as_it_did()
    {
        using var app = Play(640, 360);
        app.Run(30);
        Golden.Check("augment.png", app.Gpu.Download(app.Target.Image), app.Target.Width, app.Target.Height);
        var swapped = app.Gpu.Download(app.Target.Image).Chunk(4).SelectMany(p => (byte[])[p[2], p[1], p[0], p[3]]).ToArray();
        Assert.That(Golden.Differs("augment.png", swapped, 640, 360, out _), Is.True, "red and blue swapped");
        Assert.That(app.Gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void It_is_drawn_anew_edited_and_costs_no_memory()
    {
        using var app = Play(64, 36, ("Augmentation.count", "1"), ("Augmentation.size", "32"),
            ("Augmentation.interval", "40"), ("Augmentation.budget", "0"));
        SteadyFrames.AllocateNothing(_ => app.Step());
        var places = app.Scene!.Find("places");
        var running = app.World.Get<AugmentedView>(places);
        Assert.That(running.Drawn, Is.GreaterThan(5));
        app.World.Get<Augmentation>(places).Interval = 1;
        app.Run(2);
        Assert.That(app.World.Get<AugmentedView>(places), Is.SameAs(running));
        app.World.Get<Augmentation>(places).Transforms = "random-invert p=1";
        app.Run(2);
        Assert.That(app.World.Get<AugmentedView>(places), Is.Not.SameAs(running));
    }

    private static App Play(int width, int height, params (string Field, string Value)[] overrides)
    {
        var app = new App(new AppOptions
        {
            Headless = true,
            Width = width,
            Height = height,
            Overrides = overrides.ToDictionary(o => o.Field, o => o.Value),
        }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        try
        {
            app.Load(Path.Combine(GpuFixture.Repository, "Scenes", "augment.yaml"));
            return app;
        }
        catch
        {
            app.Dispose();
            throw;
        }
    }
}
