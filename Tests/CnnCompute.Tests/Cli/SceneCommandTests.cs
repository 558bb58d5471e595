// The verb that measures scenes: frames, their parts, what is learnt in them.
using System.Text.Json;

namespace CnnCompute.Tests;

public sealed class SceneCommandTests
{
    [Test]
    public void A_scene_is_measured_with_its_parts()
    {
        var result = Measure("emoji-studio");
        Assert.That(result.GetProperty("imagesPerSecond").GetDouble(), Is.GreaterThan(1));
        Assert.That(result.GetProperty("runs").GetInt32(), Is.InRange(60, 300));
        Assert.That(result.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("name").GetString()),
            Is.SupersetOf(new[] { "DrawSystem", "SceneCamera", "(wait for the device)" }));
        var slowest = result.GetProperty("figures")[0].GetProperty("value").GetDouble();
        Assert.That(slowest, Is.GreaterThanOrEqualTo(result.GetProperty("medianMs").GetDouble()));
    }

    [Test]
    public void A_head_is_measured_that_learns_500_examples()
    {
        var result = Measure("logistic");
        Assert.That(result.GetProperty("medianMs").GetDouble(), Is.GreaterThan(0));
        Assert.That(result.GetProperty("figures").EnumerateArray().Select(f => f.GetProperty("value").GetDouble()), Has.All.GreaterThan(0));
    }

    [Test]
    public void A_scene_that_is_none_is_told_with_those_there_are() => Assert.That(() => Verbs.Run("bench", "scene", "--filter", "opera"),
        Throws.ArgumentException.With.Message.Contains("\"opera\"").And.Message.Contains("showcase; emoji; teach"));

    private static JsonElement Measure(string filter)
    {
        var (code, output) = Verbs.Run("bench", "scene", "--filter", filter, "--json");
        Assert.That(code, Is.Zero);
        return JsonDocument.Parse(output).RootElement.GetProperty("results").EnumerateArray().Single();
    }
}
