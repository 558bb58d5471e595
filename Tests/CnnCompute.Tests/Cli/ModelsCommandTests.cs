// The verb that measures models: what it counts, which files it takes, what it says of those it cannot.
using System.Text.Json;

namespace CnnCompute.Tests;

public sealed class ModelsCommandTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("models").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private static (int Code, Dictionary<string, JsonElement> Models) Measure(params string[] arguments)
    {
        var (code, output) = Verbs.Run(["bench", "models", "--runs", "3", "--json", .. arguments]);
        var results = JsonDocument.Parse(output).RootElement.GetProperty("results");
        return (code, results.EnumerateArray().ToDictionary(r => r.GetProperty("name").GetString()!));
    }

    private static double Value(JsonElement model, params string[] path) => path.Aggregate(model, (e, key) => e.GetProperty(key)).GetDouble();

    [Test]
    public void A_model_of_the_zoo_is_measured_in_both_storages_and_beside_the_plain_recipes()
    {
        var (code, models) = Measure("--filter", "resnet20_cifar");
        Assert.That(code, Is.Zero);
        Assert.That(models.Keys, Is.EqualTo(["resnet20_cifar"]));
        var net = models["resnet20_cifar"];
        Assert.That(net.GetProperty("input").EnumerateArray().Select(d => d.GetInt32()), Is.EqualTo([1, 3, 32, 32]));
        Assert.That(Value(net, "weightBytes"), Is.EqualTo(4 * 269_722).Within(1).Percent);
        foreach (var storage in new[] { "f32", "f16" })
        {
            var (median, best) = (Value(net, storage, "medianMs"), Value(net, storage, "bestMs"));
            Assert.That(best, Is.GreaterThan(0).And.LessThanOrEqualTo(median));
            Assert.That(Value(net, storage, "macs"), Is.EqualTo(40_550_000).Within(0.2).Percent);
            Assert.That(Value(net, storage, "gflops"), Is.EqualTo(2e-6 * Value(net, storage, "macs") / median).Within(0.01).Percent);
            Assert.That(Value(net, storage, "planBytes"), Is.GreaterThan(Value(net, storage, "arenaBytes")));
        }
        Assert.That(Value(net, "f16", "arenaBytes"), Is.LessThan(0.75 * Value(net, "f32", "arenaBytes")));
        Assert.That(Value(net, "f32", "ratio"), Is.GreaterThan(1), "times faster than the plain recipes");
    }

    [Test]
    public void Files_are_found_below_a_folder_and_one_that_is_damaged_keeps_no_other_from_being_measured()
    {
        File.Copy(Shared.File("models/tiny_vgg.onnx"), Path.Combine(folder, "tested-a.onnx"));
        Directory.CreateDirectory(Path.Combine(folder, "style"));
        OnnxProtos.Model(13, [1], [OnnxProtos.Node("Relu", "y", ["x"])]).With("x", 1, "n", 3, "h", "w")
            .Load(Path.Combine(folder, "style", "tested-b.onnx"));
        File.WriteAllText(Path.Combine(folder, "tested-c.onnx"), "no model");
        File.CreateSymbolicLink(Path.Combine(folder, "tested-0.onnx"), Path.Combine(folder, "absent.onnx"));
        OnnxProtos.Model(13, [2, 6], [OnnxProtos.Node("Relu", "y", ["x"])]).Load(Path.Combine(folder, "tested-matrix.onnx"));
        var (code, models) = Measure("--models", folder, "--filter", "tested-");
        Assert.That(code, Is.EqualTo(1), "two could not be measured");
        Assert.That(models.Keys, Is.EquivalentTo(new[] { "tested-a.onnx", "tested-matrix.onnx", "style/tested-b.onnx" }));
        // It makes a picture of a picture of any size.
        var style = models["style/tested-b.onnx"].GetProperty("input").EnumerateArray().Select(d => d.GetInt32()).ToArray();
        Assert.That(style, Is.EqualTo([1, 3, 256, 256]));
        Assert.That(Value(models["tested-a.onnx"], "f32", "macs"), Is.GreaterThan(0));
    }

    [Test]
    public void A_measurement_ends_between_two_runs_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var runs = 0;
        Assert.That(() => BenchTimer.MeasureFor(20, () =>
        {
            if (++runs == 3)
                source.Cancel();
        }, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(runs, Is.EqualTo(3));
    }

    // Cheap weights must not make numbers whose arithmetic is slower or faster than that of others.
    [TestCase("resnet50", Storage.F16)]
    [TestCase("densenet121", Storage.F16)]
    [TestCase("shufflenet_v2_x1_0", Storage.F16)]
    [TestCase("vgg19", Storage.F32)]
    public void Weights_of_measurements_keep_signals_finite_and_alive(string name, Storage storage)
    {
        var model = Zoo.Create(name);
        CheapWeights.Fill(model);
        model.Eval();
        var input = new Shape(1, 3, 64, 64);
        var graph = new Graph();
        var x = graph.Input("x", input);
        var y = name.StartsWith("vgg", StringComparison.Ordinal) ? model.Features(x, "features") : model.Forward(x);
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [y], options: new PlanOptions { Storage = storage });
        plan.Upload("x", OpCase.Floats(input, 1));
        plan.Run();
        var scores = plan.Fetch(y);
        Assert.That(scores, Has.All.InRange(-1e5f, 1e5f));
        Assert.That(scores.Max() - scores.Min(), Is.GreaterThan(1e-3f));
    }
}
