// The verb that measures trainings: what it measures, and that all shares make a whole.
using System.Text.Json;

namespace CnnCompute.Tests;

public sealed class StepCommandTests
{
    private static JsonElement Measure(string filter)
    {
        var (code, output) = Verbs.Run("bench", "train", "--model", "mnist_tiny", "--batch", "8", "--rounds", "3", "--json", "--filter", filter);
        Assert.That(code, Is.Zero);
        return JsonDocument.Parse(output).RootElement;
    }

    private static double Value(JsonElement result, string name) => result.GetProperty(name).GetDouble();

    [TestCase("streamed")]
    [TestCase("on the device")]
    [TestCase("two batches")]
    [TestCase("full")]
    public void A_training_is_measured_beside_the_plain_one(string filter)
    {
        var measured = Measure(filter);
        var results = measured.GetProperty("results").EnumerateArray().ToArray();
        string[] names = [.. results.Select(r => r.GetProperty("name").GetString()!)];
        Assert.That(names, Has.Length.EqualTo(2).And.One.EqualTo("plain").And.One.Contains(filter));
        Assert.That(Value(results[0], "timesPlain"), Is.EqualTo(1));
        Assert.That(Value(measured, "gemmMs"), Is.GreaterThan(0));
        foreach (var result in results)
        {
            Assert.That(Value(result, "allocatedPerStep"), Is.Zero);
            Assert.That(Value(result, "bestMs"), Is.GreaterThan(0).And.LessThanOrEqualTo(Value(result, "medianMs")));
            Assert.That(Value(result, "imagesPerSecond"), Is.EqualTo(8000 / Value(result, "medianMs")).Within(0.01).Percent);
            string[] parts = ["loader", "upload", "augmentation", "forward", "backward", "update"];
            Assert.That(parts.Select(p => Value(result, p)), Is.All.InRange(0, 1));
            Assert.That(parts.Sum(p => Value(result, p)), Is.EqualTo(1).Within(1e-6));
            Assert.That(Value(result, "forward") * Value(result, "backward"), Is.GreaterThan(0));
        }
        // By its own clock a step of few pictures cannot be told from another; that transforms are launches can.
        if (filter == "full")
            Assert.That(Value(results[1], "augmentation"), Is.GreaterThan(Value(results[0], "augmentation")));
    }

    [Test]
    public void What_is_not_there_is_said_with_what_is()
    {
        Assert.That(() => Measure("nothing"), Throws.ArgumentException.With.Message.Contains("nothing").And.Message.Contains("RandAugment"));
        Assert.That(() => Verbs.Run("bench", "train", "--model", "fashionn"), Throws.ArgumentException.With.Message.Contains("fashion"));
        Assert.That(() => Verbs.Run("bench", "train", "--rounds", "2"), Throws.ArgumentException.With.Message.Contains("--rounds 2"));
    }
}
