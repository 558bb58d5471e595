// Models rebuilt from reports on other programs, beside what they should give: run where the folder with them is present.
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CnnCompute.Tests;

public sealed class OnnxCaseTests
{
    private static IEnumerable<string> Cases() => new[]
    {
        "external-data/beside", "external-data/dotslash", "external-data/nolength", "external-data/sub",
        "input-layouts/batch4-plain", "input-layouts/double", "input-layouts/fixed-batch16", "input-layouts/fp16-cast", "input-layouts/fp16-io",
        "input-layouts/gray", "input-layouts/nchw-uint8", "input-layouts/nchw-uint8-dq", "input-layouts/nhwc-float", "input-layouts/nhwc-uint8",
        "input-layouts/nonsquare", "input-layouts/rgba4", "input-layouts/two-outputs", "lpnorm-zero/l1", "lpnorm-zero/l2",
        "lpnorm-zero/torch-normalize",
        "quantised/axis1", "quantised/bias-one", "quantised/bias-peraxis", "quantised/dq-then-transpose", "quantised/float-baseline",
        "quantised/perchannel-int8", "quantised/uint8-zp", "quantised/weights-only", "sigmoid/binary", "sigmoid/multilabel", "softmax-tail/cast16",
        "softmax-tail/concat-one", "softmax-tail/decomposed", "softmax-tail/expand", "softmax-tail/gather", "softmax-tail/identity",
        "softmax-tail/logsoftmax-exp", "softmax-tail/mean-of-two", "softmax-tail/mul1", "softmax-tail/nhwc-head", "softmax-tail/reshape",
        "softmax-tail/slice-all", "softmax-tail/softmax-4d", "softmax-tail/split", "softmax-tail/transpose2",
    };

    [TestCaseSource(nameof(Cases))]
    public void Outputs_are_those_of_onnxruntime(string name)
    {
        var model = OnnxModel.Load(Shared.File($"cases/{name}/model.onnx"));
        if (!File.Exists(Beside(name, "in_0.bin")))
        {
            Assert.That(() => model.Build(), Throws.Nothing);
            return;
        }
        var input = JsonDocument.Parse(File.ReadAllText(Beside(name, "meta.json"))).RootElement.GetProperty("inputs")[0];
        var shape = new Shape([.. input.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())]);
        var raw = File.ReadAllBytes(Beside(name, "in_0.bin"));
        var graph = model.Build(new Dictionary<string, Shape> { [model.Inputs[0].Name] = shape });
        Tensor[] outputs = [.. model.Outputs.Select(o => graph[o.Name])];
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], outputs);
        var x = model.Inputs[0].Name;
        if (input.GetProperty("dtype").GetString() == "uint8")
            plan.Upload(x, Array.ConvertAll(raw.Length == shape.Count ? raw : [.. Floats(raw).Select(v => (byte)v)], b => (int)b));
        else
            plan.Upload(x, raw.Length == 2 * shape.Count ? Halves(raw) : Floats(raw));
        plan.Run();
        for (var i = 0; i < outputs.Length && File.Exists(Beside(name, $"out_{i}.bin")); i++)
        {
            var (actual, bytes) = (plan.Fetch(outputs[i]), File.ReadAllBytes(Beside(name, $"out_{i}.bin")));
            var half = bytes.Length == 2 * actual.Length;
            var expected = half ? Halves(bytes) : Floats(bytes);
            Assert.That(actual, Has.Length.EqualTo(expected.Length));
            // Quantised values may round to the neighbour of what the other program's sums round to.
            var tolerance = half || name.Contains("16", StringComparison.Ordinal) ? 2e-3
                : name.StartsWith("quantised", StringComparison.Ordinal) ? 1e-2 : 1e-5;
            var largest = expected.Max(Math.Abs);
            Assert.That(actual.Zip(expected, (a, b) => a.Equals(b) ? 0 : Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(tolerance * largest));
        }
    }

    [TestCase("external-data/missing/model.onnx", "not there")]
    [TestCase("external-data/short/model.onnx", "has 300")]
    [TestCase("external-data/dvc/model.onnx", "\"model.onnx_data\"")]
    [TestCase("external-data/lfs.onnx", "git-LFS")]
    public void What_cannot_be_read_is_said(string name, string word)
    {
        var path = Shared.File($"cases/{name}");
        Assert.That(() => OnnxModel.Load(path), Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path).And.Message.Contains(word));
    }

    [TestCase("bf16", "")]
    [TestCase("bool-extra", "")]
    [TestCase("f16", "")]
    [TestCase("f64", "")]
    [TestCase("i8-f8-extra", "")]
    [TestCase("meta-null", "")]
    [TestCase("meta-pt", "")]
    [TestCase("model-prefix", "")]
    [TestCase("module-prefix", "")]
    [TestCase("nan", "")]
    [TestCase("num-batches", "")]
    [TestCase("plain", "")]
    [TestCase("reordered-header", "")]
    [TestCase("unpadded", "")]
    [TestCase("zero-size", "")]
    [TestCase("zero-size-2", "")]
    [TestCase("bad-utf", "unexpected (层.weight)")]
    [TestCase("dup-keys", "JSON")]
    [TestCase("gitlfs", "git-LFS")]
    [TestCase("huge-header", "header claims")]
    [TestCase("missing-one", "missing")]
    [TestCase("overlap", "overlap")]
    [TestCase("pickle", "zip archive")]
    [TestCase("trailing", "bytes behind")]
    public void Weights_are_read_or_the_reason_is_said(string name, string word)
    {
        var path = Shared.File($"cases/safetensors/{name}.safetensors");
        if (word.Length == 0)
        {
            Assert.That(() => ModelFile.Open("lenet5", path), Throws.Nothing);
        }
        else
        {
            Assert.That(() => ModelFile.Open("lenet5", path),
                Throws.InstanceOf<InvalidDataException>().With.Message.StartsWith(path).And.Message.Contains(word));
        }
    }

    private static string Beside(string name, string file) => Path.Combine(Path.GetDirectoryName(Shared.File($"cases/{name}/model.onnx"))!, file);

    private static float[] Halves(byte[] bytes) => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), h => (float)h);

    private static float[] Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();
}
