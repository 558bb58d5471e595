// What verbs and scenes do where nobody names a network: the trunk that comes with the program, whose features stand in for classes.
using Engine;

namespace CnnCompute.Tests;

public sealed class UsualModelTests
{
    private const int Side = 64;
    private static readonly string Cat = Path.Combine(GpuFixture.Repository, "samples", "photographs", "chelsea.jpg");

    private TemporaryPictures files = null!;

    [SetUp]
    public void MakeFolder() => files = new TemporaryPictures();

    [TearDown]
    public void DeleteFolder() => files.Dispose();

    private static (string Output, string Said) Run(params string[] arguments)
    {
        var (before, said) = (Log.Sink, new List<string>());
        Log.Sink = (_, message) => said.Add(message);
        try
        {
            return (Verbs.Run(arguments).Output, string.Join('\n', said));
        }
        finally
        {
            Log.Sink = before;
        }
    }

    [Test]
    public void A_photograph_is_explained_by_its_strongest_feature_which_is_said()
    {
        var (output, said) = Run("explain", Cat, "--size", $"{Side}", "--method", "gradcam,guided", "--out", files["why.png"]);
        var (index, value, mean) = Strongest(Photograph.Load(Cat).Fit(Side));
        Assert.That(output, Does.Contain($"gradcam        layer4:{index}; ").And.Contain($"guided         layer4:{index}; "));
        Assert.That(said, Does.Contain("knows no classes").And.Contain(FormattableString.Invariant(
            $"layer4:{index}, the strongest of its features in this picture: {value:F2} where their mean is {mean:F2}")));
        var (other, silent) = Run("explain", Cat, "--size", $"{Side}", "--objective", "layer3:7", "--out", files["why.png"]);
        Assert.That(other, Does.Contain("layer3:7; "));
        Assert.That(silent, Does.Not.Contain("strongest"));
    }

    [Test]
    public void What_it_wants_to_see_is_shown_without_a_word_of_what()
    {
        var (output, _) = Run("explain", "--method", "maximise", "--size", "32", "--steps", "2", "--out", files["cats.png"]);
        Assert.That(output, Does.Contain($"maximise       {ModelFile.Open(ModelFile.Usual).ShownObjective}: "));
        Assert.That(() => Run("explain", Cat, "--size", "32", "--method", "pgd", "--out", files["no.png"]),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("no classes"));
    }

    // The device chooses the feature for each picture of a scene.
    [TestCase(AttributionMethod.Gradient)]
    [TestCase(AttributionMethod.SmoothGrad)]
    public void The_strongest_feature_is_the_one_that_attributions_choose(AttributionMethod method)
    {
        var photograph = Photograph.Load(Cat).Fit(Side);
        AttributionMap map = null!;
        using var weights = new Residence(GpuFixture.Gpu);
        using var run = new AttributionRun(weights, new Trunk(ModelFile.Open(ModelFile.Usual)), new AttributionOptions(method) { Samples = 1 },
            graph => (graph.Input("picture", 1, 3, Side, Side), graph["picture"]),
            (made, _) => [(map = made).Heat, made.Class!.Value, made.Probability!.Value]);
        run.First.Upload("picture", photograph.Planes(3, PixelNorm.Unit));
        run.Run();
        var (index, value, mean) = Strongest(photograph);
        Assert.That(run.Last.FetchInt(map.Class!.Value), Is.EqualTo(new[] { index }));
        Assert.That(run.Last.Fetch(map.Probability!.Value)[0], Is.EqualTo(value).Within(1e-3));
        Assert.That(value, Is.GreaterThan(3 * mean));
        Assert.That(run.Last.Fetch(map.Heat).Max(), Is.GreaterThan(0));
    }

    [Test]
    public void Components_of_a_scene_take_it()
    {
        files.Text("scene.yaml", $$"""
            entities:
              - name: camera
                VideoSource: { source: "{{Cat}}", width: 64, height: 64 }
              - name: heat
                Saliency: { image: camera, method: gradient, width: 64, size: 32, budget: 0 }
              - name: why
                Label: {}
                Readout: { target: heat, show: explained }
              - name: dream
                DeepDream: { image: camera, width: 32, height: 32, octaves: 1, budget: 0.1 }
              - name: dreamt
                Label: {}
                Readout: { target: dream, show: layer }
              - name: painting
                StyleTransfer: { image: camera, style: camera, width: 32, steps: 1 }
              - name: growing
                Visualization: { size: 32, budget: 0 }
              - name: wanted
                Label: {}
                Readout: { target: growing, show: objective }
            """);
        using var app = new App(new AppOptions { Headless = true, Width = 64, Height = 36 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Load(files["scene.yaml"]);
        for (var i = 0; i < 200 && app.World.Find<LiveStyle>(app.Scene!.Find("painting"))?.Progress is null; i++)
            app.Step();
        app.Run(4);
        var texts = app.Scene!.Texts().ToDictionary();
        Assert.That(texts["why"], Does.Match(@"^its strongest feature, layer4:\d+, \d+\.\d$"));
        Assert.That(texts["dreamt"], Is.EqualTo(ModelFile.Open(ModelFile.Usual).DreamLayer));
        Assert.That(texts["wanted"], Does.StartWith("layer4:273: "));
        Assert.That(app.World.Find<LiveStyle>(app.Scene.Find("painting"))!.Progress!.Value.IsFinite, Is.True);
        Assert.That(app.Gpu.ValidationMessages, Has.Count.EqualTo(CheckGpuAttribute.Seen));
    }

    [Test]
    public void Finetuning_begins_with_it()
    {
        foreach (var (kind, name) in new[] { "dark", "light" }.Index())
        {
            for (var i = 0; i < 6; i++)
                files.Picture($"data/{name}/{i}.png", 32, 32, (x, y) => (150 * kind + (x + i) % 90, 150 * kind + (y + i) % 90, 150 * kind));
        }
        var (output, _) = Run(
            "finetune", "--data", files["data"], "--size", "32", "--epochs", "0", "--head-epochs", "4", "--out", files["mine.onnx"]);
        Assert.That(output, Does.Contain(ModelFile.Usual));
        var (trunk, made) = (ModelFile.Open(ModelFile.Usual), ModelFile.Load(files["mine.onnx"]));
        Assert.That(made.Labels, Is.EqualTo(new[] { "dark", "light" }));
        Assert.That(made.Norm, Is.EqualTo(trunk.Norm));
        Assert.That(made.Module.StateDict().Values.Select(p => p.Shape.Count).Max(), Is.EqualTo(512L * 512 * 9), "the trunk's last layers");
    }

    private static (int Index, float Value, float Mean) Strongest(Photograph photograph)
    {
        using var weights = new Residence(GpuFixture.Gpu);
        return new Trunk(ModelFile.Open(ModelFile.Usual)).Strongest(weights, photograph.Planes(3, PixelNorm.Unit), Side, Side);
    }
}
