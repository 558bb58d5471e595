// Guided dreams: the best-matching features of another picture.
using Engine;

namespace CnnCompute.Tests;

public sealed class DreamGuideTests
{
    private static Gpu Gpu => GpuFixture.Gpu;

    [Test]
    public void Each_place_is_matched_with_the_guides_best_feature()
    {
        using var picture = DreamTests.Picture(40, 30, 5);
        using var weights = new Residence(Gpu);
        var (trunk, objective) = (new Trunk(ModelFile.Open("tiny_vgg")), Objective.Parse("relu_2_1"));
        using var guide = new DreamGuide(weights, trunk, picture, objective, 36);
        var features = weights.Get(weights.Parameters.Single(p => p.Name == "guide relu_2_1"));
        var layers = trunk.Apply(new Graph().Input("picture", 1, 3, 24, 28));
        var layer = layers["relu_2_1"];
        var match = objective.Build(layers, guide.Match);
        var gradient = Autodiff.Gradients(match, [layer])[0];
        var oracle = new Oracle(
            new Dictionary<string, double[]> { ["picture"] = [.. OpCase.Uniform(new Shape(1, 3, 24, 28), 9).Select(v => (v + 1) / 2)] });
        oracle.Parameters[weights.Parameters.Single(p => p.Name == "guide relu_2_1")] = [.. features.Select(v => (double)v)];
        var (values, channels, places) = (oracle[layer], layer.Shape[1], layer.Shape[2] * layer.Shape[3]);
        var (count, sum, expected) = (features.Length / channels, 0.0, new double[values.Length]);
        for (var p = 0; p < places; p++)
        {
            var best = Enumerable.Range(0, count)
                .MaxBy(g => Enumerable.Range(0, channels).Sum(c => values[(c * places) + p] * features[(g * channels) + c]));
            for (var c = 0; c < channels; c++)
            {
                sum += values[(c * places) + p] * features[(best * channels) + c];
                expected[(c * places) + p] = features[(best * channels) + c] / (double)places;
            }
        }
        Assert.That(oracle[match][0], Is.EqualTo(sum / places).Within(1e-4).Percent);
        Assert.That(Difference.Relative(oracle[gradient], expected), Is.LessThan(1e-6), "as google/deepdream sets it");
        Assert.That(expected.Distinct().Count(), Is.GreaterThan(channels + 1), "several features of the guide are chosen");
    }

    [Test]
    public void A_guided_dream_comes_nearer_to_its_guide()
    {
        using GpuImage source = DreamTests.Picture(48, 48), guide = DreamTests.Picture(48, 48, 7);
        using var weights = new Residence(Gpu);
        using var dream = new Dream(weights, new Trunk(ModelFile.Open("tiny_vgg")), 48, 48,
            new DreamOptions { Objective = "relu_2_1", Octaves = 1, Steps = 6 }, new DreamImages(source, Guide: guide));
        dream.Follow(fresh: true);
        var log = new List<float>();
        dream.Run(s => log.Add(s.Objective));
        Assert.That(log[^1], Is.GreaterThan(log[0] * 1.05f));
    }
}
