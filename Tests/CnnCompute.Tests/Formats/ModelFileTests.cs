// Models opened by their files' extensions.
namespace CnnCompute.Tests;

public sealed class ModelFileTests
{
    private string path = "";

    [SetUp]
    public void MakeFolder() => path = Path.Combine(Directory.CreateTempSubdirectory("models").FullName, "fashion.safetensors");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private void Save(Module model, Dictionary<string, string> metadata, params (string, TensorData)[] more) => Safetensors.Save(path,
        model.StateDict().Select(e => KeyValuePair.Create(e.Key, new TensorData(e.Value.Shape, e.Value.Initial))).Concat(more.Select(m => KeyValuePair.Create(m.Item1, m.Item2))), metadata);

    [Test]
    public void A_saved_FashionNet_comes_back_with_weights_sizes_norm_and_labels()
    {
        var model = new FashionNet(seed: 5);
        var norm = PixelNorm.Of(FashionMnist.Mean, FashionMnist.Std);
        Save(model, ModelFile.Metadata(model, (1, 28, 28), norm, FashionMnist.ClassNames), ("optimizer.0.exp_avg", new TensorData(Shape.Scalar, [1])));
        var file = ModelFile.Load(path);
        Assert.That((file.Name, file.Channels, file.Height, file.Width, file.GivesProbabilities), Is.EqualTo(("FashionNet", 1, 28, 28, false)));
        Assert.That(file.Norm!.Value[0], Is.EqualTo(norm[0]));
        Assert.That(file.Labels, Is.EqualTo(FashionMnist.ClassNames));
        Assert.That(file.Module.Training, Is.False);
        Assert.That(file.Module.StateDict().Select(e => e.Value.Initial), Is.EqualTo(model.StateDict().Select(e => e.Value.Initial)));
    }

    [Test]
    public void The_number_of_classes_and_colours_are_the_files()
    {
        var model = new SqueezeNet(numClasses: 3);
        Save(model, ModelFile.Metadata(model, (3, 64, 64), PixelNorm.Torch, ["a", "b", "c"]));
        var file = ModelFile.Load(path);
        Assert.That(file.Module.Forward(new Graph().Input("x", 2, 3, 64, 64)).Shape, Is.EqualTo(new Shape(2, 3)));
        Assert.That(file.Norm, Is.EqualTo(PixelNorm.Torch));
    }

    [Test]
    public void Files_that_do_not_fit_say_why()
    {
        void Refused(string word) => Assert.That(() => ModelFile.Load(path), Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path).And.Message.Contains(word));
        var model = new FashionNet();
        var metadata = ModelFile.Metadata(model, (1, 28, 28), PixelNorm.Unit, FashionMnist.ClassNames);
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
        Assert.That(() => ModelFile.Load("model.pt"), Throws.InstanceOf<FileNotFoundException>());
        File.WriteAllText(path + ".pt", "");
        Assert.That(() => ModelFile.Load(path + ".pt"), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("\".pt\""));
        Assert.That(() => ModelFile.NormNamed("imagenet"), Throws.ArgumentException.With.Message.Contains("torch, tf128"));
    }

    [Test]
    public void SqueezeNet_from_ONNX_knows_its_norm_and_finds_its_labels()
    {
        var file = ModelFile.Load(Shared.File("models/squeezenet1.1.onnx"));
        Assert.That((file.Channels, file.Height, file.Width, file.GivesProbabilities), Is.EqualTo((3, 224, 224, true)));
        Assert.That(file.Norm, Is.EqualTo(PixelNorm.Torch));
        Assert.That(file.Labels, Has.Count.EqualTo(1000));
        Assert.That(file.Labels[285], Does.StartWith("Egyptian cat"));
    }
}
