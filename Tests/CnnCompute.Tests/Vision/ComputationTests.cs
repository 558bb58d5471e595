// What is compiled for a trained net leaves nothing behind on the device: neither when it is disposed nor when its constructor throws.
using Engine;

namespace CnnCompute.Tests;

public sealed class ComputationTests
{
    private const int Side = 64;

    private static readonly Lazy<Trunk> Net = new(() => new Trunk(ModelFile.Open("tiny_vgg")));

    private static readonly Lazy<ModelFile> Decoder = new(() => AdaINTests.Decoder(10));

    // Each is compiled, does something, and is disposed.
    private static readonly Dictionary<string, Action<Residence, GpuImage, GpuImage>> Lives = new()
    {
        ["dream"] = (weights, source, other) =>
        {
            using var dream = new Dream(weights, Net.Value, Side, Side, new DreamOptions { Objective = "relu_2_1", Octaves = 2, Steps = 1 },
                new DreamImages(source, Guide: other, Mask: other));
            dream.Follow(fresh: true);
            Assert.That(dream.Run(), Is.True);
            Assert.That(dream.Picture(), Is.All.InRange(0, 1));
        },
        ["dream in spectra"] = (weights, source, other) =>
        {
            using var dream = new FourierDream(weights, Net.Value, Side, Side, new DreamOptions { Objective = "relu_2_1", Octaves = 1, Steps = 1 },
                new DreamImages(source, Guide: other, Mask: other));
            Assert.That(dream.Run(), Is.True);
            Assert.That(dream.Picture(), Is.All.InRange(0, 1));
        },
        ["guide"] = (weights, source, _) =>
        {
            using var guide = new DreamGuide(weights, Net.Value, source, Objective.Parse("relu_2_1"), Side);
            Assert.That(weights.Parameters, Has.Some.Property(nameof(Parameter.Name)).StartsWith("guide"));
        },
        ["style by L-BFGS"] = (weights, source, other) => Paint(weights, source, other, StyleOptimizer.Lbfgs),
        ["style by Adam"] = (weights, source, other) => Paint(weights, source, other, StyleOptimizer.Adam),
        ["style nets"] = (weights, source, other) =>
        {
            using var painter = new AdaIN(weights, Net.Value, "relu_2_1", Decoder.Value, Side, Side);
            using var measure = Plan.Compile(
                weights, [painter.Measure(new Graph().FromImage("style", Side, Side, PixelNorm.Unit))], [], [("style", source)]);
            measure.Run();
            using var nets = new StyleNets(weights, [painter], Side, Side, StyleMask.OfShape("circle"), source, other);
            nets.Plan.Run();
        },
        ["visualizer"] = (weights, _, _) => Visualize(weights, fourier: true),
        ["visualizer of pixels"] = (weights, _, _) => Visualize(weights, fourier: false),
        ["visualizer of a scene"] = (weights, _, other) =>
        {
            var options = new VisualizerOptions { Height = Side, Width = Side };
            using var visualizer = new FeatureVisualizer(weights, Net.Value, Objective.Parse("relu_2_1:3"), options, new PlanOptions(), other);
            visualizer.Prepared(0).Run();
            visualizer.Restart(1);
            visualizer.Again.Run();
        },
        ["inversion"] = (weights, _, _) =>
        {
            using var inversion = new FeatureInversion(weights, Net.Value, "relu_2_1", Side, Side, new InversionOptions { Steps = 2 });
            Assert.That(inversion.Run(new float[3 * Side * Side]).Broken, Is.Null);
        },
        ["adversary"] = (weights, _, _) =>
        {
            using var adversary = new Adversary(weights, Net.Value, 1, Side, Side);
            adversary.Run(new float[3 * Side * Side], [1], Attack.Pgd(4, 2));
        },
        ["gradient"] = (weights, source, _) => Attribute(weights, source, AttributionMethod.Gradient),
        ["SmoothGrad"] = (weights, source, _) => Attribute(weights, source, AttributionMethod.SmoothGrad),
        ["integrated gradients"] = (weights, source, _) => Attribute(weights, source, AttributionMethod.IntegratedGradients),
        ["occlusion"] = (weights, source, _) => Attribute(weights, source, AttributionMethod.Occlusion),
        ["style training"] = (weights, source, _) =>
        {
            var picture = new Photograph(Side, Side, NeuralStyleTests.Pattern(Side, true));
            using var trainer = new StyleTrainer(weights.Gpu, Net.Value, new StyleTrainingOptions { Size = 32, Steps = 2 }, [picture], picture);
            Assert.That(trainer.Step().IsFinite, Is.True);
        },
    };

    private static IEnumerable<string> Kinds => Lives.Keys;

    [TestCaseSource(nameof(Kinds))]
    public void A_second_time_it_leaves_nothing_behind(string kind)
    {
        using GpuImage source = NeuralStyleTests.Image(Side, false), other = NeuralStyleTests.Image(Side, true);
        using var weights = new Residence(GpuFixture.Gpu);
        // The first time brings the net's weights, and constants that all share.
        Lives[kind](weights, source, other);
        var before = Held();
        Lives[kind](weights, source, other);
        Assert.That(Held(), Is.EqualTo(before));

        (long, string, int) Held()
        {
            GpuFixture.Gpu.WaitIdle();
            return (weights.Bytes, string.Join(", ", weights.Parameters.Select(p => p.Name)), GpuFixture.Gpu.LiveObjects);
        }
    }

    [Test]
    public void Every_kind_of_computation_is_tried()
    {
        string[] known = [.. typeof(Computation).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Computation))).Select(t => t.Name).Order()];
        Assert.That(known, Is.EqualTo([
            nameof(AdaIN), nameof(Adversary), nameof(AttributionRun), nameof(Dream), nameof(DreamGuide), nameof(FeatureInversion),
            nameof(FeatureVisualizer), nameof(FourierDream), nameof(NeuralStyle), nameof(StyleNets), nameof(StyleTrainer),
        ]), "a new one needs a life in this file");
    }

    [Test]
    public void A_constructor_that_throws_half_way_leaves_nothing()
    {
        using var source = NeuralStyleTests.Image(Side, false);
        using var weights = new Residence(GpuFixture.Gpu);
        Attribute(weights, source, AttributionMethod.Gradient);
        var (bytes, count) = (weights.Bytes, weights.Parameters.Count);
        // The guide is measured before the octaves turn out to be too many.
        Assert.That(() => new Dream(weights, Net.Value, Side, Side, new DreamOptions { Objective = "relu_2_1", Octaves = 12, OctaveScale = 2 },
            new DreamImages(source, Guide: source)),
            Throws.ArgumentException.With.Message.Contains("octaves"));
        Assert.That((weights.Bytes, weights.Parameters.Count), Is.EqualTo((bytes, count)));
        // Two plans of three are compiled.
        Assert.That(() => Attribution(weights, source, AttributionMethod.SmoothGrad, _ => throw new InvalidOperationException("shown")),
            Throws.InvalidOperationException.With.Message.EqualTo("shown"));
        Assert.That((weights.Bytes, weights.Parameters.Count), Is.EqualTo((bytes, count)));
        Assert.That(weights.Dispose, Throws.Nothing, "no plan lives");
    }

    private static void Paint(Residence weights, GpuImage source, GpuImage other, StyleOptimizer optimizer)
    {
        var options = new NeuralStyleOptions
        {
            Width = Side,
            Height = Side,
            Optimizer = optimizer,
            Start = StyleStart.Noise,
            StyleLayers = ["relu_1_1"],
            ContentLayer = "relu_2_1",
        };
        using var shown = GpuFixture.Gpu.Image(Side, Side, "shown");
        using var neural = new NeuralStyle(weights, Net.Value, options, source, [new(other), new(source)], shown);
        neural.RunBegin();
        Assert.That(neural.RunStep().IsFinite, Is.True);
        neural.Show.Run();
    }

    private static void Visualize(Residence weights, bool fourier)
    {
        var options = new VisualizerOptions { Height = Side, Width = Side, Steps = 2, Pixels = !fourier, BlurEvery = 1 };
        using var visualizer = new FeatureVisualizer(weights, Net.Value, Objective.Parse("relu_2_1:3"), options);
        Assert.That(visualizer.Run().Broken, Is.Null);
    }

    private static void Attribute(Residence weights, GpuImage source, AttributionMethod method)
    {
        using var run = Attribution(weights, source, method, map => map.Heat);
        run.Run();
    }

    // The picture is shown smaller than it is looked at, so that it is kept until the map is made.
    private static AttributionRun Attribution(Residence weights, GpuImage source, AttributionMethod method, Func<AttributionMap, Tensor> show) =>
        new(weights, Net.Value, new AttributionOptions(method) { Samples = 2, Patch = 32, Stride = 32 },
            graph => (graph.FromImage("source", Side, Side, PixelNorm.Unit), graph.FromImage("source", 8, 8, PixelNorm.Unit)),
            (map, also) => [show(map), also], [("source", source)]);
}
