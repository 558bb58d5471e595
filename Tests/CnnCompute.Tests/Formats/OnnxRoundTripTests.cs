// Whole models on their way out and in: import, export and onnxruntime agree.
namespace CnnCompute.Tests;

public sealed class OnnxRoundTripTests
{
    private const double Tolerance = 1e-4;
    private const int Side = 64;
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("roundtrip").FullName, "model.onnx");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private static IEnumerable<string> ZooNames => Zoo.Models.Select(m => m.Name);

    [TestCaseSource(nameof(ZooNames))]
    public void A_model_of_the_zoo_computes_the_same_after_import_and_in_onnxruntime(string name)
    {
        var known = Zoo.Find(name)!;
        var model = LiveModel.Create(name);
        model.Eval();
        // Linear layers after a plain flattening want the size they were made for.
        var whole = known.Height <= Side || name == "alexnet_paper";
        var input = whole ? new Shape(2, known.Channels, known.Height, known.Width) : new Shape(1, known.Channels, Side, Side);
        var graph = new Graph();
        var x = graph.Input("input", input);
        // Half a gigabyte of classifier is the same in every VGG: one brings it along.
        var trunk = name.StartsWith("vgg", StringComparison.Ordinal) && name != "vgg11";
        var y = trunk ? model.Features(x, "features") : model.Forward(x);
        if (trunk)
            OnnxExport.Save(path, new Dictionary<string, Tensor> { ["output"] = y });
        else
            OnnxExport.Save(path, model, input);
        var values = OpCase.Floats(input, 3);
        var expected = Run(y, "input", values);
        // Of the large files one is read back.
        if (trunk || model.ParameterCount() < 20_000_000 || name == "alexnet")
            CheckImport(graph, input, values, expected);
        Same(Elsewhere(path, "input", input, values)["output"], expected, "onnxruntime");
    }

    private void CheckImport(Graph graph, Shape input, float[] values, float[] expected)
    {
        var again = OnnxModel.Load(path);
        Same(Run(again.Build(input[0])[again.Outputs[0].Name], "input", values), expected, "imported again");
        Assert.That(again.StateDict().Keys, Is.SupersetOf(graph.Nodes.Select(n => n.Op).OfType<ParameterOp>().Select(p => p.Parameter.Name)),
            "parameters keep their names");
    }

    [TestCase("squeezenet1.1", 224)]
    [TestCase("mobilenet_v2", 224)]
    [TestCase("inception_v3_features", 139)]
    [TestCase("tiny_vgg", 64)]
    [TestCase("mnist", 28)]
    [TestCase("style/starry-night", 64)]
    [TestCase("style/wheatfield_with_crows", 64)]
    [TestCase("style/bedroom", 64)]
    [TestCase("style/candy", 64)]
    public void An_imported_model_exported_again_computes_what_its_file_did(string name, int side)
    {
        var file = Shared.File($"models/{name}.onnx");
        var model = OnnxModel.Load(file);
        var port = model.Inputs[0];
        var input = new Shape(1, port.Dimensions[1], side, side);
        var graph = new Graph();
        var outputs = model.Import(graph, new Dictionary<string, Tensor> { [port.Name] = graph.Input(port.Name, input) });
        OnnxExport.Save(path, outputs);
        var values = OpCase.Floats(input, 3);
        var (original, exported) = (Elsewhere(file, port.Name, input, values), Elsewhere(path, port.Name, input, values));
        Assert.That(exported.Keys, Is.EquivalentTo(outputs.Keys));
        foreach (var (output, tensor) in outputs)
        {
            Same(exported[output], Run(tensor, port.Name, values), $"{output}: onnxruntime on the export, and here");
            Same(exported[output], [.. original[output].Select(v => (float)v)], $"{output}: onnxruntime on the export and on the original");
        }
    }

    private static Dictionary<string, double[]> Elsewhere(string file, string inputName, Shape input, float[] values) =>
        OnnxRuntime.Run(file,
            new Dictionary<string, (Shape, DType, double[])> { [inputName] = (input, DType.F32, Array.ConvertAll(values, v => (double)v)) });

    private static float[] Run(Tensor y, string inputName, float[] values)
    {
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [y]);
        plan.Upload(inputName, values);
        plan.Run();
        return plan.Fetch(y);
    }

    private static void Same(IReadOnlyList<double> actual, float[] expected, string who)
    {
        Assert.That(expected.Max(Math.Abs), Is.GreaterThan(1e-3), $"{who}: the net says nothing");
        Assert.That(Difference.Relative(actual, Array.ConvertAll(expected, v => (double)v)), Is.LessThanOrEqualTo(Tolerance), who);
    }

    private static void Same(float[] actual, float[] expected, string who) => Same(Array.ConvertAll(actual, v => (double)v), expected, who);
}
