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
        Safetensors.Save(At("live.safetensors"), model.StateDict().Select(e => KeyValuePair.Create(e.Key, new TensorData(e.Value.Shape, e.Value.Initial))));

        Verbs.Run("export", "lenet5", At("again.safetensors"), "--weights", At("live.safetensors"));
        Assert.That(File.ReadAllBytes(At("again.safetensors")), Is.EqualTo(File.ReadAllBytes(At("live.safetensors"))));

        Verbs.Run("export", "lenet5", At("live.npz"), "--weights", At("live.safetensors"));
        var arrays = Npz.Load(At("live.npz"));
        foreach (var (key, parameter) in model.StateDict())
            Assert.That(arrays[key].Values, Is.EqualTo(parameter.Initial), key);

        Verbs.Run("export", "lenet5", At("live.onnx"), "--weights", At("live.safetensors"), "--input", "2x1x32x32");
        var onnx = OnnxModel.Load(At("live.onnx"));
        Assert.That(onnx.Inputs.Single().Dimensions, Is.EqualTo(new[] { -1, 1, 32, 32 }), "any batch");
        foreach (var (key, parameter) in model.StateDict())
            Assert.That(onnx.StateDict()[key].Initial, Is.EqualTo(parameter.Initial), key);

        Verbs.Run("export", At("live.onnx"), At("second.onnx"));
        Assert.That(OnnxModel.Load(At("second.onnx")).OperatorCounts, Is.EquivalentTo(onnx.OperatorCounts));
    }

    [Test]
    public void What_is_no_format_is_refused_before_anything_is_read() =>
        Assert.That(() => Verbs.Run("export", "lenet5", At("a.pt")), Throws.ArgumentException.With.Message.Contains(".onnx, .safetensors and .npz"));
}
