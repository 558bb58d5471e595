// Imported models on the device, against what other programs computed.
namespace CnnCompute.Tests;

public sealed class OnnxReferenceTests
{
    private static double Relative(float[] actual, float[] expected)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        return actual.Zip(expected, (a, b) => Math.Abs((double)a - b)).Max() / expected.Max(v => Math.Abs((double)v));
    }

    [TestCase(Storage.F32, 1e-3)]
    [TestCase(Storage.F16, 2e-2)]
    public void SqueezeNets_intermediate_values_are_onnxruntimes(Storage storage, double tolerance)
    {
        string[] names = ["relu0", "pool0", "fire2", "fire3", "pool3", "fire5", "fire9", "relu25", "gap", "logits", "prob"];
        var graph = OnnxModel.Load(Shared.File("models/squeezenet1.1.onnx")).Build();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], names.Select(n => graph[n]), options: new PlanOptions { Storage = storage });
        plan.Upload("data", Npy.Load(Shared.File("reference/squeezenet1.1_chelsea/input.npy")).Values);
        plan.Run();
        foreach (var name in names)
        {
            var expected = Npy.Load(Shared.File($"reference/squeezenet1.1_chelsea/{name}.npy"));
            Assert.That(graph[name].Shape, Is.EqualTo(expected.Shape), name);
            Assert.That(Relative(plan.Fetch(name), expected.Values), Is.LessThan(tolerance), name);
        }
    }

    [Test]
    public void SqueezeNets_third_party_vectors_come_out()
    {
        var graph = OnnxModel.Load(Shared.File("models/squeezenet1.1.onnx")).Build();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph["logits"]]);
        for (var i = 0; i < 3; i++)
        {
            plan.Upload("data", Npy.Load(Shared.File($"models/squeezenet1.1_test_data_set/{i}/input_0.npy")).Values);
            plan.Run();
            Assert.That(Relative(plan.Fetch("logits"), Npy.Load(Shared.File($"models/squeezenet1.1_test_data_set/{i}/output_0.npy")).Values), Is.LessThan(1e-3), $"set {i}");
        }
    }

    [Test]
    public void Mnist_reads_digits()
    {
        var model = OnnxModel.Load(Shared.File("models/mnist.onnx"));
        var images = IdxFile.Load(Shared.File("data/mnist/t10k-first3000-images-idx3-ubyte.gz"), 3);
        var labels = IdxFile.Load(Shared.File("data/mnist/t10k-first3000-labels-idx1-ubyte.gz"), 1);
        var graph = model.Build();
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph[model.Outputs[0].Name]]);
        var right = 0;
        for (var i = 0; i < 40; i++)
        {
            plan.Upload(model.Inputs[0].Name, [.. images.Data.AsSpan(i * 784, 784).ToArray().Select(b => (float)b)]);
            plan.Run();
            var scores = plan.Fetch(model.Outputs[0].Name);
            right += Array.IndexOf(scores, scores.Max()) == labels.Data[i] ? 1 : 0;
        }
        Assert.That(right, Is.GreaterThanOrEqualTo(38));
    }
}
