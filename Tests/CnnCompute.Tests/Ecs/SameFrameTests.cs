// What a stage says of a picture and the picture beside it are of one frame, although scores come frames later.
using Engine;

namespace CnnCompute.Tests;

public sealed class SameFrameTests
{
    // Every picture of this source is of one grey, its number times eight; what a net says of it is worked out apart.
    private const int Side = 28, Step = 8, Pictures = 32;

    private sealed class Greys(double rate) : FrameSource(Side, Side, rate)
    {
        protected override bool Produce(long n, Span<byte> rgba, out int label)
        {
            label = (int)(n % Pictures);
            rgba.Fill((byte)(label * Step));
            for (var at = 3; at < rgba.Length; at += 4)
                rgba[at] = 255;
            return true;
        }
    }

    [Test]
    public void Scores_and_the_picture_that_is_published_with_them_agree_in_every_frame([Values("0", "0.2")] string budget)
    {
        using var app = Play(budget, heat: false);
        var seen = new HashSet<byte>();
        for (var frame = 0; frame < (budget == "0" ? 24 : 120); frame++)
        {
            app.Step();
            Check(app, seen);
        }
        Assert.That(seen, Has.Count.GreaterThan(3), "it is live");
    }

    [Test]
    public void The_heat_map_is_of_the_same_picture_as_the_scores([Values("0", "0.2")] string budget)
    {
        using var app = Play(budget, heat: true);
        var seen = new HashSet<byte>();
        var heat = app.Scene!.Find("heat");
        for (var frame = 0; frame < 60; frame++)
        {
            app.Step();
            Check(app, seen);
            var view = app.World.Find<SaliencyView>(heat)!;
            var net = app.World.Get<Classification>(app.Scene.Find("net"));
            if (view.Results == 0)
                continue;
            // Without any heat in the mixture the map is the picture itself.
            Assert.That(app.Gpu.Download(app.Images.Find("heat")!)[0], Is.EqualTo(net.Picture.Label * Step).Within(1), $"frame {frame}");
            Assert.That(view.Found.Probability, Is.EqualTo(net.Probabilities.Max()).Within(1e-4), $"frame {frame}");
        }
        Assert.That(seen, Has.Count.GreaterThan(3), "it is live");
    }

    [Test]
    public void Feature_maps_are_of_the_same_picture_as_the_scores()
    {
        // Pictures that stay for a while, until everything is about them.
        var settled = new Dictionary<int, byte[]>();
        using (var slow = Play("0", heat: false, rate: 6))
        {
            for (var picture = 0; picture < 5; picture++)
            {
                slow.Run(9);
                settled[Label(slow)] = Maps(slow);
                slow.Run(1);
            }
        }
        Assert.That(settled.Values.Select(Convert.ToBase64String).Distinct().Count(), Is.EqualTo(5));
        using var app = Play("0", heat: false);
        var checkedOnes = 0;
        for (var frame = 0; frame < 10; frame++)
        {
            app.Step();
            if (!settled.TryGetValue(Label(app), out var expected))
                continue;
            Assert.That(Maps(app), Is.EqualTo(expected), $"frame {frame}");
            checkedOnes++;
        }
        Assert.That(checkedOnes, Is.GreaterThan(3));

        static int Label(App app) => app.World.Get<Classification>(app.Scene!.Find("net")).Picture.Label;

        static byte[] Maps(App app) => app.Gpu.Download(app.Images.Find("maps")!);
    }

    private static void Check(App app, HashSet<byte> seen)
    {
        var net = app.World.Get<Classification>(app.Scene!.Find("net"));
        if (net.Results == 0)
            return;
        var grey = app.Gpu.Download(app.Images.Find("net picture")!)[0];
        seen.Add(grey);
        Assert.That(grey, Is.EqualTo(net.Picture.Label * Step), "the picture beside the scores");
        // The bars of this frame show the scores of the same picture.
        var bars = app.World.Get<Bars>(app.Scene.Find("bars"));
        Assert.That(bars.Values[0], Is.EqualTo(net.Probabilities.Max()));
    }

    private static App Play(string budget, bool heat, double rate = 60)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.yaml");
        var model = Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors");
        File.WriteAllText(path, $$"""
            entities:
              - name: camera
                VideoSource: { source: "greys:all", width: {{Side}}, height: {{Side}}, rate: {{rate}} }
              - name: net
                Classifier: { model: "{{model}}", image: camera, truth: camera, budget: {{budget}} }
              - name: maps
                FeatureMaps: { classifier: net, layer: "2", count: 4, columns: 4, width: 64, height: 16, normalise: unit }
              - name: bars
                BarChart: {}
                ClassBars: { classifier: net }
            """ + (heat ? $"\n  - name: heat\n    Saliency: {{ classifier: net, method: gradCam, opacity: 0, width: {Side}, budget: {budget} }}\n"
                : "\n"));
        var app = new App(new AppOptions { Headless = true, Width = 64, Height = 36 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Shared(_ => new FrameSources()).Add("greys", (_, _) => new Greys(rate));
        try
        {
            app.Load(path);
            return app;
        }
        catch
        {
            app.Dispose();
            throw;
        }
    }
}
