// The verb that classifies, against what onnxruntime computes.
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CnnCompute.Tests;

public sealed partial class ClassifyTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("classify").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [GeneratedRegex(@"(\d+) [^;|]*? (\d\.\d{6})")]
    private static partial Regex Candidates { get; }

    private static Dictionary<string, (int Index, double Probability)[]> Expected(string section)
    {
        var lines = File.ReadLines(Shared.File("EXPECTED.md")).SkipWhile(l => !l.StartsWith($"### {section}", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(l => !l.StartsWith('#'));
        (int, double) Candidate(Match m) =>
            (int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture));
        return lines.Where(l => Candidates.IsMatch(l))
            .ToDictionary(l => l.Split('|')[1].Trim(), l => Candidates.Matches(l).Select(Candidate).ToArray());
    }

    [TestCase("squeezenet1.1")]
    [TestCase("mobilenet_v2")]
    public void Models_name_the_photographs_as_onnxruntime_does(string model)
    {
        var expected = Expected(model);
        Assert.That(expected, Has.Count.EqualTo(8));
        var pictures = expected.Keys.Select(n => Shared.File($"images/224/{n}_224.png"));
        var (code, output) = Verbs.Run(["classify", .. pictures, "--model", Shared.File($"models/{model}.onnx"), "--json"]);
        Assert.That(code, Is.Zero);
        var results = JsonSerializer.Deserialize<ClassifyCommand.Result[]>(output, Output.Json)!;
        Assert.That(results, Has.Length.EqualTo(8));
        foreach (var ((name, want), result) in expected.Zip(results))
        {
            Assert.That(Path.GetFileName(result.File), Is.EqualTo($"{name}_224.png"));
            Assert.That(result.Top, Has.Count.EqualTo(5));
            for (var i = 0; i < 5; i++)
            {
                Assert.That(result.Top[i].Probability, Is.EqualTo(want[i].Probability).Within(1e-3), name);
                // Order is free between classes that are as good as equal.
                var equals = want.Where(w => Math.Abs(w.Probability - want[i].Probability) < 1e-5).Select(w => w.Index);
                Assert.That(equals, Does.Contain(result.Top[i].Index), name);
            }
            Assert.That(result.Top.Select(t => t.Index), Is.EquivalentTo(want.Select(w => w.Index)), name);
        }
        Assert.That(results[0].Top[0].Label, Does.Contain(model == "mobilenet_v2" ? "tiger cat" : "Egyptian cat"));
    }

    [Test]
    public void TinyVgg_names_nine_of_its_ten_pictures()
    {
        string[] classes = ["boat", "bug", "pizza", "pepper", "bus", "koala", "espresso", "panda", "orange", "car"];
        var pictures = Directory.GetFiles(Path.GetDirectoryName(Shared.File("images/tiny_vgg/boat_1.jpeg"))!);
        Assert.That(pictures, Has.Length.EqualTo(10));
        var (_, output) = Verbs.Run(["classify", .. pictures, "--model", Shared.File("models/tiny_vgg.onnx"), "--json", "--top", "1"]);
        var results = JsonSerializer.Deserialize<ClassifyCommand.Result[]>(output, Output.Json)!;
        Assert.That(results.Count(r => Path.GetFileName(r.File).StartsWith(classes[r.Top[0].Index], StringComparison.Ordinal)),
            Is.GreaterThanOrEqualTo(9));
    }

    [Test]
    public void A_photograph_of_another_size_is_resized_and_cropped()
    {
        var (picture, model) = (Shared.File("images/chelsea.png"), Shared.File("models/squeezenet1.1.onnx"));
        var (_, output) = Verbs.Run("classify", picture, "--model", model, "--json", "--top", "1");
        var top = JsonSerializer.Deserialize<ClassifyCommand.Result[]>(output, Output.Json)![0].Top;
        Assert.That(top, Has.Count.EqualTo(1));
        Assert.That(top[0].Index, Is.EqualTo(285));
        Assert.That(top[0].Probability, Is.EqualTo(0.502996).Within(1e-3));
    }

    [Test]
    public void The_norm_of_an_unknown_model_must_be_given()
    {
        var unknown = Path.Combine(folder, "unknown.onnx");
        var proto = Protobuf.ModelProto.Parser.ParseFrom(File.ReadAllBytes(Shared.File("models/squeezenet1.1.onnx")));
        // The same name, other content.
        proto.ProducerName = "somebody else";
        File.WriteAllBytes(unknown, Google.Protobuf.MessageExtensions.ToByteArray(proto));
        var picture = Shared.File("images/224/chelsea_224.png");
        Assert.That(() => Verbs.Run("classify", picture, "--model", unknown),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("--norm"));
        var (_, output) = Verbs.Run("classify", picture, "--model", unknown, "--norm", "torch");
        Assert.That(output, Does.Contain("class 285").And.Contain("50.30 %"), "no labels lie beside it");
    }

    [Test]
    public void Our_own_models_know_their_norm_and_labels()
    {
        var model = new FashionNet();
        var file = Path.Combine(folder, "net.safetensors");
        Safetensors.Save(file, model.StateDict().Select(e => KeyValuePair.Create(e.Key, new TensorData(e.Value.Shape, e.Value.Initial))),
            ModelMetadata.Of(model, (1, 28, 28), PixelNorm.Unit, FashionMnist.ClassNames));
        var (_, output) = Verbs.Run("classify", Shared.File("images/224/coffee_224.png"), "--model", file, "--json", "--top", "10");
        var top = JsonSerializer.Deserialize<ClassifyCommand.Result[]>(output, Output.Json)![0].Top;
        Assert.That(top.Sum(t => t.Probability), Is.EqualTo(1).Within(1e-5));
        Assert.That(top.Select(t => t.Label), Is.EquivalentTo(FashionMnist.ClassNames));
        Assert.That(top.Select(t => t.Probability), Is.Ordered.Descending);
    }

    [Test]
    public void Bad_files_are_named()
    {
        var (picture, model) = (Shared.File("images/224/chelsea_224.png"), Shared.File("models/squeezenet1.1.onnx"));
        var broken = Path.Combine(folder, "broken.png");
        File.WriteAllText(broken, "no picture");
        Assert.That(() => Verbs.Run("classify", broken, "--model", model), Throws.InstanceOf<IOException>().With.Message.Contains(broken));
        Assert.That(() => Verbs.Run("classify", broken + "x", "--model", model),
            Throws.InstanceOf<IOException>().With.Message.Contains(broken + "x"));
        Assert.That(() => Verbs.Run("classify", picture, "--model", picture),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains(picture));
        var cut = Path.Combine(folder, "cut.onnx");
        File.WriteAllBytes(cut, File.ReadAllBytes(model)[..100_000]);
        Assert.That(() => Verbs.Run("classify", picture, "--model", cut), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(cut));
        var labels = Path.Combine(folder, "labels.txt");
        File.WriteAllLines(labels, ["cat", "dog"]);
        Assert.That(() => Verbs.Run("classify", picture, "--model", model, "--labels", labels),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("2 class names"));
    }
}
