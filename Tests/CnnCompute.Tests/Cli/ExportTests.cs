// The export verb: weights out, in again under the model's name, and the network as ONNX.
namespace CnnCompute.Tests;

public sealed class ExportTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("export").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);

    [Test]
    public void Weights_and_network_go_out_and_come_in_again()
    {
        var model = LiveModel.Create("lenet5");
        Safetensors.Save(At("live.safetensors"),
            model.StateDict().Select(e => KeyValuePair.Create(e.Key, new TensorData(e.Value.Shape, e.Value.Initial))));

        Verbs.Run("export", "lenet5", At("again.safetensors"), "--weights", At("live.safetensors"));
        var again = ModelFile.Load(At("again.safetensors"));
        Assert.That((again.Name, again.Channels, again.Height, again.Norm), Is.EqualTo(("lenet5", 1, 32, (PixelNorm?)PixelNorm.Unit)));
        foreach (var (key, parameter) in model.StateDict())
            Assert.That(again.Module.StateDict()[key].Initial, Is.EqualTo(parameter.Initial), key);

        Verbs.Run("export", "lenet5", At("live.npz"), "--weights", At("live.safetensors"));
        var arrays = Npz.Load(At("live.npz"));
        foreach (var (key, parameter) in model.StateDict())
            Assert.That(arrays[key].Values, Is.EqualTo(parameter.Initial), key);

        Verbs.Run("export", "lenet5", At("live.onnx"), "--weights", At("live.safetensors"), "--input", "2x1x32x32");
        var onnx = OnnxModel.Load(At("live.onnx"));
        Assert.That(onnx.Inputs.Single().Dimensions, Is.EqualTo([-1, 1, 32, 32]), "any batch");
        foreach (var (key, parameter) in model.StateDict())
            Assert.That(onnx.StateDict()[key].Initial, Is.EqualTo(parameter.Initial), key);

        Verbs.Run("export", At("live.onnx"), At("second.onnx"));
        var second = OnnxModel.Load(At("second.onnx"));
        Assert.That(second.OperatorCounts, Is.EquivalentTo(onnx.OperatorCounts));
        Assert.That(second.Inputs.Single().Dimensions, Is.EqualTo([-1, 1, 32, 32]), "any batch still");
        Assert.That(second.Metadata, Is.EquivalentTo(onnx.Metadata));
    }

    [Test]
    public void A_copy_in_either_format_classifies_as_the_training_does()
    {
        var model = LiveModel.Create("fashion");
        Safetensors.Save(At("best.safetensors"),
            model.StateDict().Select(e => KeyValuePair.Create(e.Key, new TensorData(e.Value.Shape, e.Value.Initial))),
            ModelMetadata.Of(model, (1, 28, 28), FashionMnist.Norm, FashionMnist.ClassNames));
        string Classify(string file) => Verbs.Run("classify", Shared.File("images/224/coffee_224.png"), "--model", At(file), "--top", "10").Output;
        var expected = Classify("best.safetensors");
        Assert.That(expected, Does.Contain(FashionMnist.ClassNames[3]));
        foreach (var (from, to) in new[] { ("best.safetensors", "copy.safetensors"), ("best.safetensors", "copy.onnx"),
            ("copy.onnx", "second.onnx") })
        {
            Verbs.Run("export", At(from), At(to));
            Assert.That(Classify(to), Is.EqualTo(expected), to);
        }
        Assert.That(OnnxModel.Load(At("second.onnx")).Inputs[0].Dimensions[0], Is.EqualTo(-1));
    }

    [Test]
    public void An_imported_batch_is_left_open_only_where_no_constant_tells_it()
    {
        var proto = OnnxProtos.Model(13, [2, 6], [OnnxProtos.Node("Reshape", "y", ["x", "shape"])], OnnxProtos.Longs("shape", 2, 3, 2));
        proto.Load(At("fixed.onnx"));
        Verbs.Run("export", At("fixed.onnx"), At("again.onnx"));
        Assert.That(OnnxModel.Load(At("again.onnx")).Inputs[0].Dimensions, Is.EqualTo([2, 6]));
        OnnxProtos.Model(13, [2, 6], [OnnxProtos.Node("Relu", "y", ["x"])]).Load(At("free.onnx"));
        Verbs.Run("export", At("free.onnx"), At("again.onnx"));
        Assert.That(OnnxModel.Load(At("again.onnx")).Inputs[0].Dimensions, Is.EqualTo([-1, 6]));
    }

    [Test]
    public void What_is_no_format_is_refused_before_anything_is_read() =>
        Assert.That(() => Verbs.Run("export", "lenet5", At("a.pt")), Throws.ArgumentException.With.Message.Contains(".onnx, .safetensors and .npz"));
}
