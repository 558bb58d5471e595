// Pictures found again from a layer: a step as in double, and what depth forgets.
namespace CnnCompute.Tests;

public sealed class FeatureInversionTests
{
    private static readonly Lazy<ModelFile> Fashion = new(
        () => ModelFile.Load(Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors")));

    [Test]
    public void The_first_step_is_that_of_the_gradient_in_double()
    {
        var picture = Boot();
        var pixels = new PixelPicture(new Shape(1, 3, 28, 28), 2);
        var graph = new Graph();
        var target = new Trunk(Fashion.Value).Apply(graph.Input("picture", 1, 3, 28, 28))["6"];
        var values = Oracle.Run(new Dictionary<string, double[]> { ["picture"] = [.. picture.Select(v => (double)v)] }, target)[0];
        graph = new Graph();
        var x = pixels.Build(graph);
        var wanted = graph.Input("wanted", target.Shape);
        var loss = ((new Trunk(Fashion.Value).Apply(x)["6"] - wanted).SumSquare() / wanted.SumSquare())
            + (x.TotalVariation(reduction: LossReduction.Mean) * 0.1f)
            + ((x * 2 - 1).Square().Pow(3).Mean() * 0.2f);
        var doubles = Oracle.Run(new Dictionary<string, double[]> { ["wanted"] = values }, loss,
            Autodiff.Gradients(loss, [graph.Parameter(pixels.Values)])[0]);

        var inverted = Run("6", picture, new InversionOptions { Pixels = true, Steps = 1, Seed = 2, TotalVariation = 0.1f, Alpha = 0.2f });
        Assert.That(inverted.Losses[0], Is.EqualTo(doubles[0][0]).Within(1e-5));
        var most = doubles[1].Max(Math.Abs);
        int[] judged = [.. Enumerable.Range(0, doubles[1].Length).Where(i => Math.Abs(doubles[1][i]) > 1e-3 * most)];
        Assert.That(judged, Has.Length.GreaterThan(1000));
        foreach (var i in judged)
        {
            Assert.That(inverted.Picture[i],
                Is.EqualTo(1 / (1 + Math.Exp(-(pixels.Values.Initial[i] - (0.05 * Math.Sign(doubles[1][i])))))).Within(1e-5), $"value {i}");
        }
    }

    [Test]
    public void Deeper_layers_have_forgotten_more()
    {
        var picture = Boot();
        var options = new InversionOptions { Pixels = true, Steps = 48, Rate = 0.2f, TotalVariation = 0.002f, Alpha = 0 };
        Inverted[] strip = [.. new[] { "2", "7", "12" }.Select(layer => Run(layer, picture, options))];
        Assert.That(strip.Select(s => s.Broken), Is.All.Null);
        Assert.That(strip.Select(s => s.PictureError), Is.Ordered.Ascending);
        Assert.That(strip[0].PictureError, Is.LessThan(0.5 * strip[2].PictureError), "the first layer has nearly everything");
        Assert.That(strip[0].FeatureError, Is.LessThan(0.1f));
    }

    [Test]
    public void Frequencies_begin_what_pixels_finish()
    {
        var inverted = Run("2", Boot(), new InversionOptions { Steps = 24, Rate = 0.2f, TotalVariation = 0 });
        Assert.That(inverted.Broken, Is.Null);
        Assert.That(inverted.Losses[11], Is.LessThan(0.9f * inverted.Losses[0]));
        Assert.That(inverted.Losses[12], Is.LessThan(1.05f * inverted.Losses[11]), "the picture is handed over");
        Assert.That(inverted.Losses[^1], Is.LessThan(0.5f * inverted.Losses[0]));
    }

    [Test]
    public void Wrong_input_is_named()
    {
        var picture = Boot();
        Assert.That(() => Run("nowhere", picture, new InversionOptions()), Throws.ArgumentException.With.Message.Contains("no layer \"nowhere\""));
        Assert.That(() => Run("2", picture[1..], new InversionOptions()), Throws.ArgumentException.With.Message.Contains("2351 values"));
        Assert.That(() => Run("2", picture, new InversionOptions { Steps = 0 }), Throws.ArgumentException.With.Message.Contains("0 steps"));
    }

    // The first picture of the test set, grey as RGB.
    private static float[] Boot()
    {
        if (!File.Exists(FashionMnist.DebianFolder + "/t10k-images-idx3-ubyte.gz"))
            Assert.Ignore("Fashion-MNIST is not installed (apt-get install dataset-fashion-mnist)");
        var bytes = new byte[28 * 28];
        FashionMnist.Load(train: false).Read(0, bytes);
        return [.. Enumerable.Repeat(bytes, 3).SelectMany(b => b).Select(b => b / 255f)];
    }

    private static Inverted Run(string layer, float[] picture, InversionOptions options)
    {
        using var residence = new Residence(GpuFixture.Gpu);
        using var inversion = new FeatureInversion(residence, new Trunk(Fashion.Value), layer, 28, 28, options);
        return inversion.Run(picture);
    }
}
