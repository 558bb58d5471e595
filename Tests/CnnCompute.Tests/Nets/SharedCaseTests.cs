// Models rebuilt from reports on other programs, where they lie beside the checkout: results are those of onnxruntime.
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CnnCompute.Tests;

public sealed class SharedCaseTests
{
    private static string Folder(string name) => Path.GetDirectoryName(Shared.File($"cases/{name}/meta.json"))!;

    private static float[] Floats(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();

    // The first picture of in_0.bin as planes [C,H,W].
    private static float[] Planes(string folder, PictureInput picture)
    {
        using var meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "meta.json")));
        var input = meta.RootElement.GetProperty("inputs")[0];
        var bytes = File.ReadAllBytes(Path.Combine(folder, "in_0.bin"));
        var values = input.GetProperty("dtype").GetString() switch
        {
            "uint8" => [.. bytes.Select(b => (float)b)],
            "float16" => [.. MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(h => (float)h)],
            _ => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
        };
        int[] shape = [.. input.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())];
        var (count, channels) = (shape[1] * shape[2] * shape[3], picture.Channels);
        var plane = count / channels;
        return picture.IsChannelsLast
            ? [.. Enumerable.Range(0, count).Select(i => values[(i % plane * channels) + (i / plane)])]
            : values[..count];
    }

    [Test]
    public void Classifiers_of_any_form_give_what_onnxruntime_gives([Values("softmax-tail", "sigmoid", "input-layouts")] string kind)
    {
        var root = Path.GetDirectoryName(Path.GetDirectoryName(Shared.File($"cases/{kind}/{Any(kind)}/meta.json")))!;
        var wrong = new List<string>();
        foreach (var folder in Directory.GetDirectories(root).Order(StringComparer.Ordinal))
        {
            using var meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "meta.json")));
            var outputs = meta.RootElement.GetProperty("outputs").GetArrayLength();
            var file = ModelFile.Load(Path.Combine(folder, "model.onnx")).With(ModelStatement.Of(meta.RootElement.GetProperty("norm").GetString()));
            using var classifier = new PictureClassifier(GpuFixture.Gpu, file, size: file.Height < 0 ? 8 : 0);
            var given = classifier.Run(Planes(folder, file.Picture));
            if (classifier.Scores.IsIndependent != (kind == "sigmoid"))
                wrong.Add($"{Path.GetFileName(folder)}: {classifier.Scores.Kind}");
            var path = Path.Combine(folder, $"out_{outputs - 1}.bin");
            // Where onnxruntime has no kernel the sum must do.
            if (!File.Exists(path))
            {
                Assert.That(given.Sum(), Is.EqualTo(1).Within(1e-5), folder);
                continue;
            }
            var raw = File.ReadAllBytes(path);
            var expected = raw.Length % (given.Length * 4) == 0
                ? MemoryMarshal.Cast<byte, float>(raw)[..given.Length].ToArray()
                : [.. MemoryMarshal.Cast<byte, Half>(raw).ToArray().Select(h => (float)h)];
            var close = Path.GetFileName(folder) is "cast16" or "fp16-io" or "fp16-cast" ? 2e-3f : 2e-5f;
            if (given.Zip(expected).Any(p => !(Math.Abs(p.First - p.Second) <= close)))
                wrong.Add($"{Path.GetFileName(folder)}: {string.Join(" ", given)} instead of {string.Join(" ", expected)}");
        }
        Assert.That(wrong, Is.Empty);
    }

    private static string Any(string kind) => kind switch { "softmax-tail" => "mul1", "sigmoid" => "binary", _ => "gray" };

    [Test]
    public void Lists_of_labels_are_read_or_refused()
    {
        var folder = Path.GetDirectoryName(Shared.File("cases/labels/bom.txt"))!;
        string[] five = ["apple", "bär", "cat, tabby", "dog", "emu"];
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            IReadOnlyList<string> Read() => FittedLabels.For(ClassLabels.Read(path), 5, path);
            switch (Path.GetFileName(path))
            {
                case "few.txt" or "many.txt":
                    Assert.That(Read, Throws.InstanceOf<InvalidDataException>().With.Message.Contains("class names for a network of 5"), path);
                    break;
                case "empty.txt":
                    Assert.That(Read, Throws.InstanceOf<InvalidDataException>().With.Message.Contains("no class names"), path);
                    break;
                case "blank-middle.txt":
                    Assert.That(Read(), Is.EqualTo(["apple", "bär", "", "dog", "emu"]), path);
                    break;
                default:
                    Assert.That(Read(), Is.EqualTo(five), path);
                    break;
            }
        }
    }

    [Test]
    public void A_classifier_that_gives_NaN_says_where()
    {
        var folder = Folder("nan/classifier-nan-logit");
        var file = ModelFile.Load(Path.Combine(folder, "model.onnx")).With(ModelStatement.Of("unit"));
        using var classifier = new PictureClassifier(GpuFixture.Gpu, file);
        Assert.That(() => classifier.Run(Floats(Path.Combine(folder, "in_0.bin"))),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("NaN").And.Message.Contains("weights"));
    }
}
