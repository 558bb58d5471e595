// Style by optimisation: what is minimised, by whom, and what comes of it.
using Engine;

namespace CnnCompute.Tests;

public sealed class NeuralStyleTests
{
    private const int Side = 64;

    private static Gpu Gpu => GpuFixture.Gpu;

    private static ModelFile SqueezeNet() => ModelFile.Load(Shared.File("models/squeezenet1.1.onnx"));

    // Stripes and discs in two colours: a style and a content that no file is needed for.
    internal static byte[] Pattern(int side, bool discs) => [.. Enumerable.Range(0, side * side).SelectMany(i =>
    {
        int x = i % side, y = i / side;
        var on = discs ? Math.Pow(x % 16 - 8, 2) + Math.Pow(y % 16 - 8, 2) < 25 : (x + y) / 6 % 2 == 0;
        return (byte[])(discs
            ? [on ? (byte)220 : (byte)60, 90, on ? (byte)40 : (byte)160, 255]
            : [(byte)(x * 2), on ? (byte)200 : (byte)30, (byte)(y * 3), 255]);
    })];

    internal static GpuImage Image(int side, bool discs)
    {
        var image = Gpu.Image(side, side, "pattern");
        Gpu.Upload(image, Pattern(side, discs));
        return image;
    }

    private static (List<StyleProgress> Losses, byte[] Picture) Paint(NeuralStyleOptions options, int steps, Action<NeuralStyle>? before = null)
    {
        using GpuImage content = Image(Side, false), style = Image(48, true), other = Image(Side, false), shown = Gpu.Image(Side, Side, "shown");
        using var weights = new Residence(Gpu);
        var known = weights.Parameters.Count;
        var losses = new List<StyleProgress>();
        byte[] picture;
        using (var neural = new NeuralStyle(
            weights, new Trunk(SqueezeNet()), options with { Width = Side, Height = Side }, content, [new(style, 3), new(other, 1)], shown))
        {
            neural.RunBegin();
            before?.Invoke(neural);
            for (var i = 0; i < steps; i++)
                losses.Add(neural.RunStep());
            neural.Show.Run();
            picture = Gpu.Download(shown);
        }
        Assert.That(weights.Parameters.Where(p => p.Name is "picture" or "good" || p.Name.StartsWith("style", StringComparison.Ordinal)
            || p.Name.StartsWith("optimizer", StringComparison.Ordinal)), Is.Empty,
            "what it kept on the device goes with it");
        return (losses, picture);
    }

    [TestCase(StyleOptimizer.Lbfgs, StyleMethod.Gram)]
    [TestCase(StyleOptimizer.Adam, StyleMethod.Statistics)]
    public void Both_optimisers_bring_the_loss_down(StyleOptimizer optimizer, StyleMethod method)
    {
        var (losses, picture) = Paint(new NeuralStyleOptions { Optimizer = optimizer, Method = method, ContentWeight = 0.1f }, 25);
        Assert.That(losses[0].Content, Is.Zero.Within(1e-6), "it begins with the content");
        Assert.That(losses, Has.All.Matches<StyleProgress>(l => l.IsFinite));
        Assert.That(losses.Min(l => l.Total), Is.LessThan(0.6 * losses[0].Total), string.Join(" ", losses.Select(l => l.Total)));
        Assert.That(losses[^1].Style, Is.LessThan(0.6 * losses[0].Style));
        Assert.That(picture.Zip(Pattern(Side, false), (a, b) => Math.Abs(a - b)).Average(), Is.GreaterThan(4), "it is another picture");
    }

    [Test]
    public void Without_steps_it_is_the_content_picture_and_colours_may_stay()
    {
        Assert.That(Paint(new NeuralStyleOptions(), 0).Picture, Is.EqualTo(Pattern(Side, false)).Within(1));
        var picture = Paint(new NeuralStyleOptions { OriginalColours = true, ContentWeight = 0.1f }, 10).Picture;
        var (content, checkedPixels) = (Pattern(Side, false), 0);
        for (var i = 0; i < picture.Length; i += 4)
        {
            // Differences of channels are those of the content where nothing is clamped.
            if (Enumerable.Range(0, 3).Any(c => picture[i + c] is 0 or 255))
                continue;
            checkedPixels++;
            Assert.That(picture[i] - picture[i + 1], Is.EqualTo(content[i] - content[i + 1]).Within(2));
            Assert.That(picture[i + 1] - picture[i + 2], Is.EqualTo(content[i + 1] - content[i + 2]).Within(2));
        }
        Assert.That(checkedPixels, Is.GreaterThan(Side * Side / 4));
        Assert.That(picture, Is.Not.EqualTo(content));
    }

    [Test]
    public void A_style_that_the_picture_has_costs_nothing_and_several_are_mixed()
    {
        // With all the weight on the second style, which is the content itself, nothing is left to do.
        var losses = Paint(new NeuralStyleOptions(), 1, neural => neural.Weigh(new NeuralStyleOptions { Smoothness = 0 }, [0, 1])).Losses;
        Assert.That(losses[0].Total, Is.Zero.Within(1e-5));
        var mixed = Paint(new NeuralStyleOptions(), 1).Losses[0].Style;
        var alone = Paint(new NeuralStyleOptions(), 1, neural => neural.Weigh(new NeuralStyleOptions(), [1, 0])).Losses[0].Style;
        Assert.That(mixed, Is.GreaterThan(0.01f).And.LessThan(alone));
    }

    [Test]
    public void A_loss_that_is_not_finite_never_reaches_the_picture([Values] StyleOptimizer optimizer)
    {
        var (losses, picture) = Paint(new NeuralStyleOptions { Optimizer = optimizer }, 4,
            neural => neural.Weigh(new NeuralStyleOptions { StyleWeight = float.NaN }, [1, 1]));
        Assert.That(losses, Has.All.Matches<StyleProgress>(l => !l.IsFinite));
        Assert.That(picture, Is.EqualTo(Pattern(Side, false)).Within(1), "the last good one");
    }

    [Test]
    public void Gradients_of_the_losses_are_those_of_differences_through_a_whole_net()
    {
        var model = ModelFile.Load(Shared.File("models/tiny_vgg.onnx"));
        foreach (var method in Enum.GetValues<StyleMethod>())
        {
            var graph = new Graph();
            var trunk = new Trunk(model);
            var losses = new StyleLosses(trunk, [], method, 1, 16, 16);
            foreach (var target in losses.Parameters)
                target.Initial = [.. OpCase.Floats(target.Shape, 9).Select(v => v * 0.1f + 0.2f)];
            var x = graph.Input("x", 1, 3, 16, 16);
            var loss = losses.Loss(trunk.Apply(x));
            var gradient = Autodiff.Gradients(loss, [x])[0];
            var values = OpCase.Uniform(x.Shape, 4).Select(v => v * 0.5 + 0.5).ToArray();
            double[] Run(double[] at, Tensor t) => Oracle.Run(new Dictionary<string, double[]> { ["x"] = at }, t)[0];
            var analytic = Run(values, gradient);
            foreach (var i in new[] { 0, 100, 301, 555, 767 })
            {
                double At(double d) => Run([.. values.Select((v, k) => k == i ? v + d : v)], loss)[0];
                Assert.That((At(1e-6) - At(-1e-6)) / 2e-6, Is.EqualTo(analytic[i]).Within(1e-5 * analytic.Max(Math.Abs)), $"{method}, {i}");
            }
        }
    }

    [Test]
    public void Layers_are_chosen_named_and_refused()
    {
        var trunk = new Trunk(SqueezeNet());
        Assert.That(new StyleLosses(trunk, [], StyleMethod.Gram, 1, 64, 64).Layers,
            Is.EqualTo(["relu0", "fire2", "fire3", "fire5", "fire6"]));
        Assert.That(() => new StyleLosses(trunk, ["fire33"], StyleMethod.Gram, 1, 64, 64), Throws.ArgumentException.With.Message.Contains("fire3"));
        Assert.That(() => new StyleLosses(trunk, ["fire8"], StyleMethod.Gram, 1, 8, 8), Throws.ArgumentException.With.Message.Contains("8×8"));
        Assert.That(() => new StyleLosses(trunk, ["logits"], StyleMethod.Gram, 1, 224, 224), Throws.ArgumentException);
        var inception = new StyleLosses(
            new Trunk(ModelFile.Load(Shared.File("models/inception_v3_features.onnx"))), [], StyleMethod.Gram, 1, 128, 128);
        Assert.That(inception.Layers, Is.EqualTo(["conv_relu", "conv_1_relu", "conv_2_relu", "conv_3_relu", "conv_4_relu"]));
        var other = new StyleLosses(new Trunk(ModelFile.Load(Shared.File("models/tiny_vgg.onnx"))), [], StyleMethod.Gram, 1, 64, 64);
        Assert.That(other.Layers, Has.Count.InRange(2, 5), "the last map of each size");
        using GpuImage image = Image(Side, false), shown = Gpu.Image(Side, Side, "shown");
        using var weights = new Residence(Gpu);
        Assert.That(() => new NeuralStyle(weights, trunk, new NeuralStyleOptions(), image, [], shown),
            Throws.ArgumentException.With.Message.Contains("style picture"));
        Assert.That(() => new NeuralStyle(weights, trunk, new NeuralStyleOptions { Width = 64, Height = 64, ContentLayer = "fire55" }, image,
            [new(image)], shown), Throws.ArgumentException.With.Message.Contains("fire5"));
    }
}
