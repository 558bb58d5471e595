// Models opened by their files' extensions.
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CnnCompute.Tests;

public sealed partial class ModelFileTests
{
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("models").FullName, "fashion.safetensors");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private void Save(Module model, Dictionary<string, string> metadata, params (string, TensorData)[] more) => Safetensors.Save(path,
        model.StateDict().Select(e => KeyValuePair.Create(e.Key, new TensorData(e.Value.Shape, e.Value.Initial)))
            .Concat(more.Select(m => KeyValuePair.Create(m.Item1, m.Item2))), metadata);

    [Test]
    public void A_saved_FashionNet_comes_back_with_weights_sizes_norm_and_labels()
    {
        var model = new FashionNet(seed: 5);
        var norm = FashionMnist.Norm;
        Save(model, ModelMetadata.Of(model, (1, 28, 28), norm, FashionMnist.ClassNames), ("optimizer.0.exp_avg", new TensorData(Shape.Scalar, [1])));
        var file = ModelFile.Load(path);
        Assert.That((file.Name, file.Channels, file.Height, file.Width, file.NormReason),
            Is.EqualTo(("FashionNet", 1, 28, 28, "its metadata say so")));
        Assert.That(file.Norm!.Value[0], Is.EqualTo(norm[0]));
        Assert.That(file.Labels, Is.EqualTo(FashionMnist.ClassNames));
        Assert.That(file.Module.Training, Is.False);
        Assert.That(file.Module.StateDict().Select(e => e.Value.Initial), Is.EqualTo(model.StateDict().Select(e => e.Value.Initial)));
    }

    [Test]
    public void The_number_of_classes_and_colours_are_the_files()
    {
        var model = new SqueezeNet(numClasses: 3);
        Save(model, ModelMetadata.Of(model, (3, 64, 64), PixelNorm.Torch, ["a", "b", "c"]));
        var file = ModelFile.Load(path);
        Assert.That(file.Module.Forward(new Graph().Input("x", 2, 3, 64, 64)).Shape, Is.EqualTo(new Shape(2, 3)));
        Assert.That(file.Norm, Is.EqualTo(PixelNorm.Torch));
    }

    [Test]
    public void Weights_of_torchvisions_former_keys_and_without_auxiliary_classifiers_are_taken_by_name()
    {
        static KeyValuePair<string, TensorData>[] State(Module model) =>
            [.. model.StateDict().Select(e => KeyValuePair.Create(e.Key, new TensorData(e.Value.Shape, e.Value.Initial)))];
        var dense = State(Zoo.Create("densenet121", seed: 3));
        string Former(string key) => FormerKey.Replace(key, "$1.$2");
        Safetensors.Save(path, dense.Select(e => KeyValuePair.Create(Former(e.Key), e.Value)));
        Assert.That(Safetensors.Load(path).Tensors.Keys,
            Does.Contain("features.denseblock1.denselayer1.norm.1.weight").And.Contain("features.denseblock4.denselayer16.conv.2.weight"));
        var loaded = ModelFile.Open("densenet121", path).Module.StateDict();
        foreach (var (key, value) in dense.Where(e => e.Key.Contains("layer16", StringComparison.Ordinal)))
            Assert.That(loaded[key].Initial, Is.EqualTo(value.Values), key);

        var google = State(new GoogLeNet(numClasses: 7, auxLogits: false));
        Safetensors.Save(path, google);
        Assert.That(ModelFile.Open("googlenet", path).Module.StateDict().Keys, Is.EqualTo(google.Select(e => e.Key)));
    }

    [GeneratedRegex(@"(?<=denselayer\d+\.)(norm|conv)([12])")]
    private static partial Regex FormerKey { get; }

    [Test]
    public void A_small_net_of_other_classes_is_taken_by_name_and_one_that_has_no_classes_says_so()
    {
        var net = Zoo.Create("shufflenet_v2_x0_5", 5, seed: 2);
        Save(net, []);
        var (_, output) = Verbs.Run(
            "classify", Shared.File("images/224/coffee_224.png"), "--model", "shufflenet_v2_x0_5", "--weights", path, "--top", "9", "--json");
        var top = JsonSerializer.Deserialize<ClassifyCommand.Result[]>(output, Output.Json)![0].Top;
        Assert.That(top.Select(t => t.Index), Is.EquivalentTo(Enumerable.Range(0, 5)));
        Assert.That(top.Sum(t => t.Probability), Is.EqualTo(1).Within(1e-5));
        Assert.That(ModelFile.Open("shufflenet_v2_x0_5", path).Norm, Is.EqualTo(PixelNorm.Torch));
        Save(net, ModelMetadata.Of(net, (3, 224, 224), PixelNorm.Torch, []));
        Assert.That(() => ModelFile.Open("lenet5", path),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("the weights of shufflenet_v2_x0_5, which do not fit lenet5"));
        var tensors = Zoo.Create("lenet5_1998").StateDict().ToDictionary(e => e.Key, e => new TensorData(e.Value.Shape, e.Value.Initial));
        tensors["f6.bias"] = new TensorData(new Shape(9), new float[9]);
        Safetensors.Save(path, tensors);
        Assert.That(() => ModelFile.Open("lenet5_1998", path),
            Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path).And.Message.Contains("no classes"));
    }

    [Test]
    public void Files_that_do_not_fit_say_why()
    {
        void Refused(string word) => Assert.That(() => ModelFile.Load(path),
            Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path).And.Message.Contains(word));
        var model = new FashionNet();
        var metadata = ModelMetadata.Of(model, (1, 28, 28), PixelNorm.Unit, FashionMnist.ClassNames);
        Save(model, []);
        Refused("\"model\"");
        Save(model, new(metadata) { ["model"] = "Gpu" });
        Refused("\"Gpu\"");
        Save(model, new(metadata) { ["model"] = "SqueezeNet" });
        Refused("features.0.weight");
        Save(model, new(metadata) { ["input"] = "1x28" });
        Refused("1x28");
        Save(model, new(metadata) { ["scale"] = "1,2" });
        Refused("2 scales");
        Save(model, new(metadata) { ["shift"] = "x" });
        Refused("x");
        Assert.That(() => ModelFile.Load("model.pt"), Throws.InstanceOf<FileNotFoundException>());
        File.WriteAllText(path + ".pt", "");
        Assert.That(() => ModelFile.Load(path + ".pt"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("\".pt\""));
    }

    [Test]
    public void SqueezeNet_from_ONNX_knows_its_norm_and_finds_its_labels()
    {
        var file = ModelFile.Load(Shared.File("models/squeezenet1.1.onnx"));
        Assert.That((file.Channels, file.Height, file.Width), Is.EqualTo((3, 224, 224)));
        var classes = file.Apply(new Graph().Input("x", 1, 3, 224, 224)).Classes;
        Assert.That((classes.Output, classes.Kind, classes.Count, classes.WasChosen), Is.EqualTo(("prob", ScoreKind.Probabilities, 1000, true)));
        Assert.That(file.NormReason, Does.Contain("content"));
        Assert.That(file.Norm, Is.EqualTo(PixelNorm.Torch));
        Assert.That(file.Labels, Has.Count.EqualTo(1000));
        Assert.That(file.Labels[285], Does.StartWith("Egyptian cat"));
    }

    [Test]
    public void A_copy_in_either_format_says_the_same()
    {
        var (net, norm) = (Zoo.Create("lenet5", seed: 2), PixelNorm.Of(0.3, 0.2));
        Save(net, ModelMetadata.Of(net, (1, 32, 32), norm, []));
        var (file, onnx) = (ModelFile.Open(path), path + ".onnx");
        OnnxExport.Save(onnx, file.Module, new Shape(1, 1, 32, 32), name: file.Name, metadata: file.MetadataFor([1, 1, 32, 32]));
        Save(file.Module, file.MetadataFor(file.Input).ToDictionary());
        foreach (var copy in new[] { ModelFile.Load(path), ModelFile.Load(onnx) })
        {
            Assert.That((copy.Name, copy.Channels, copy.Height, copy.Width, copy.NormReason),
                Is.EqualTo(("lenet5", 1, 32, 32, "its metadata say so")), copy.Path);
            Assert.That(copy.Norm!.Value[0], Is.EqualTo(norm[0]), copy.Path);
        }
    }

    [Test]
    public void A_model_of_something_else_than_a_picture_has_no_sizes()
    {
        var onnx = path + ".onnx";
        OnnxProtos.Model(13, [2, 6], [OnnxProtos.Node("Relu", "y", ["x"])]).Load(onnx);
        var file = ModelFile.Load(onnx);
        Assert.That(file.Input, Is.EqualTo([2, 6]));
        Assert.That(() => file.Channels, Throws.TypeOf<InvalidDataException>().With.Message.Contains("one picture"));
        Assert.That(file.MetadataFor([2, 6]), Is.Empty);
    }

    [Test]
    public void What_is_no_model_is_refused()
    {
        Assert.That(() => ModelFile.Open("nonet"), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("resnet18"));
        File.WriteAllText(path, "");
        Assert.That(() => ModelFile.Open(path, "weights"), Throws.ArgumentException.With.Message.Contains("weights of its own"));
    }
}
