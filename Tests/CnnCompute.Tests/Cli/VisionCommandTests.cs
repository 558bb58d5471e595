// The verbs that measure dreams and styles: what they count, and what they say where models are missing.
using System.Text.Json;

namespace CnnCompute.Tests;

public sealed class VisionCommandTests
{
    [TestCase("dream", "squeezenet1.1.onnx", "fire9", 500_000_000)]
    [TestCase("style", "style/starry-night.onnx", "starry", 240_000_000)]
    public void A_step_and_a_picture_are_measured(string verb, string file, string filter, long macs)
    {
        var path = Shared.File($"models/{file}");
        var (code, output) = Verbs.Run("bench", verb, "--models", path[..^file.Length], "--filter", filter, "--runs", "3", "--json");
        Assert.That(code, Is.Zero);
        var result = JsonDocument.Parse(output).RootElement.GetProperty("results").EnumerateArray().Single();
        double Value(string key) => result.GetProperty(key).GetDouble();
        Assert.That(Value("bestMs"), Is.GreaterThan(0).And.LessThanOrEqualTo(Value("medianMs")));
        Assert.That(Value("macs"), Is.EqualTo(macs).Within(10).Percent);
        Assert.That(Value("ratio"), Is.GreaterThan(1), "times faster than the plain recipes");
        Assert.That(Value("arenaBytes") / Value("arenaLowerBound"), Is.InRange(1, 1.25));
        Assert.That(Value("allocatedPerRun"), Is.Zero);
    }

    [Test]
    public void Where_there_are_no_models_it_is_said_what_is_needed()
    {
        Assert.That(() => Verbs.Run("bench", "dream", "--models", "/nowhere"), Throws.TypeOf<DirectoryNotFoundException>()
            .With.Message.Contains("/nowhere").And.Message.Contains("--models DIR").And.Message.Contains("inception_v3_features.onnx"));
        Assert.That(() => Verbs.Run("bench", "style", "--filter", "van gogh"),
            Throws.ArgumentException.With.Message.Contains("starry-night at 256x256"));
        var empty = Directory.CreateTempSubdirectory("models").FullName;
        try
        {
            Assert.That(Verbs.Run("bench", "style", "--models", empty).Code, Is.EqualTo(1), "nothing could be measured");
        }
        finally
        {
            Directory.Delete(empty);
        }
    }
}
