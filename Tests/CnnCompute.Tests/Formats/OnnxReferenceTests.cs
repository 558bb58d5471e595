// Imported models on the device, against what other programs computed.
namespace CnnCompute.Tests;

public sealed class OnnxReferenceTests
{
    [Test]
    public void Intermediate_values_are_onnxruntimes(
        [Values("squeezenet1.1_chelsea", "mobilenet_v2_chelsea", "inception_v3_chelsea139", "style_vangogh_starry_chelsea128")] string reference,
        [Values(Storage.F32, Storage.F16)] Storage storage)
    {
        var (file, count) = reference switch
        {
            "squeezenet1.1_chelsea" => ("squeezenet1.1", 11),
            "mobilenet_v2_chelsea" => ("mobilenet_v2", 13),
            "inception_v3_chelsea139" => ("inception_v3_features", 9),
            _ => ("style/starry-night", 3),
        };
        var model = OnnxModel.Load(Shared.File($"models/{file}.onnx"));
        var inputFile = Shared.File($"reference/{reference}/input.npy");
        var input = Npy.Load(inputFile);
        string[] names = [.. Directory.GetFiles(Path.GetDirectoryName(inputFile)!, "*.npy").Select(f => Path.GetFileNameWithoutExtension(f))
            .Where(n => n != "input")];
        Assert.That(names, Has.Length.EqualTo(count));
        var graph = model.Build(new Dictionary<string, Shape> { [model.Inputs[0].Name] = input.Shape });
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], names.Select(n => graph[n]), options: new PlanOptions { Storage = storage });
        plan.Upload(model.Inputs[0].Name, input.Values);
        plan.Run();
        foreach (var name in names)
        {
            var expected = Npy.Load(Shared.File($"reference/{reference}/{name}.npy"));
            Assert.That(graph[name].Shape, Is.EqualTo(expected.Shape), name);
            Assert.That(Difference.Relative(plan.Fetch(name), expected.Values), Is.LessThan(storage == Storage.F16 ? 2e-2 : 1e-3), name);
        }
    }

    [TestCase("candy")]
    [TestCase("bedroom")]
    [TestCase("wheatfield_with_crows")]
    public void Style_nets_give_pictures_and_the_plain_plans_values(string file)
    {
        var model = OnnxModel.Load(Shared.File($"models/style/{file}.onnx"));
        // Every third pixel of the photograph: plain kernels take their time.
        var (photograph, shape) = (Npy.Load(Shared.File("reference/style_vangogh_starry_chelsea128/input.npy")).Values, new Shape(1, 3, 40, 40));
        float[] input = [.. Enumerable.Range(0, (int)shape.Count).Select(i => photograph[i / 1600 * 128 * 128 + i / 40 % 40 * 3 * 128 + i % 40 * 3])];
        var graph = model.Build(new Dictionary<string, Shape> { ["input"] = shape });
        using var weights = new Residence(GpuFixture.Gpu);
        float[] Run(PlanOptions? options)
        {
            using var plan = Plan.Compile(weights, [], [graph["output"]], options: options);
            plan.Upload("input", input);
            plan.Run();
            return plan.Fetch("output");
        }
        var picture = Run(null);
        Assert.That(graph["output"].Shape, Is.EqualTo(shape));
        Assert.That(Difference.Relative(picture, Run(PlanOptions.Plain)), Is.LessThan(1e-3));
        Assert.That(picture.Average(), Is.InRange(40, 215), "a picture in bytes, neither black nor white");
        Assert.That(picture.Max() - picture.Min(), Is.GreaterThan(100));
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
            Assert.That(
                Difference.Relative(plan.Fetch("logits"), Npy.Load(Shared.File($"models/squeezenet1.1_test_data_set/{i}/output_0.npy")).Values),
                Is.LessThan(1e-3), $"set {i}");
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
