// Pictures as spectra: one put in comes back, noise is lucid's, an ascent on it rises.
namespace CnnCompute.Tests;

public sealed class FourierPictureTests
{
    private static (Plan Plan, Tensor Picture) Shown(Residence weights, FourierPicture fourier)
    {
        var picture = fourier.Picture(new Graph());
        return (Plan.Compile(weights, [], [picture]), picture);
    }

    [TestCase(48, 64)]
    [TestCase(37, 51)]
    [TestCase(24, 33)]
    public void A_picture_put_in_comes_back(int height, int width)
    {
        float[] given = [.. OpCase.Uniform(new Shape(2, 3, height, width), 7)
            .Select((v, i) => i % 11 == 0 ? 0 : i % 13 == 0 ? 1 : (float)(v + 1) / 2)];
        using var weights = new Residence(GpuFixture.Gpu);
        var fourier = new FourierPicture(height, width, count: 2);
        using (var set = Plan.Compile(weights, [fourier.Set(new Graph().Input("given", 2, 3, height, width))]))
        {
            set.Upload("given", given);
            set.Run();
        }
        var (plan, picture) = Shown(weights, fourier);
        using (plan)
        {
            plan.Run();
            Assert.That(plan.Fetch(picture), Is.EqualTo(given).Within(0.6f / 255), "but for the margin at black and white");
        }
    }

    [Test]
    public void It_is_lucids_formula()
    {
        // One cycle along x in the first decorrelated channel: cos(2 pi x / W) * 2 * sqrt(W H) / f / (W H) / 4, f = 1 / W, in the colours of the
        // first column.
        const int Height = 6, Width = 8;
        var fourier = new FourierPicture(Height, Width, deviation: 0);
        var spectrum = new double[3 * 2 * Height * 5];
        spectrum[1] = 0.5;
        var picture = fourier.Picture(new Graph());
        var oracle = new Oracle(new Dictionary<string, double[]>());
        oracle.Parameters[fourier.Spectrum] = spectrum;
        var actual = oracle[picture];
        double[] first = [0.26, 0.27, 0.27];
        var longest = Math.Sqrt(first.Sum(v => v * v));
        for (var i = 0; i < actual.Length; i++)
        {
            var (c, x) = (i / (Height * Width), i % Width);
            var wave = 0.5 * Math.Cos(2 * Math.PI * x / Width) * 2 * Math.Sqrt(Height * Width) * Width / (Height * Width) / 4;
            Assert.That(actual[i], Is.EqualTo(1 / (1 + Math.Exp(-wave * first[c] / longest))).Within(1e-6));
        }
    }

    [Test]
    public void It_begins_nearly_grey_and_each_seed_differently()
    {
        using var weights = new Residence(GpuFixture.Gpu);
        var pictures = new List<float[]>();
        foreach (var seed in new ulong[] { 1, 1, 2 })
        {
            var (plan, picture) = Shown(weights, new FourierPicture(32, 32, seed: seed));
            using (plan)
            {
                plan.Run();
                pictures.Add(plan.Fetch(picture));
            }
        }
        Assert.That(pictures[1], Is.EqualTo(pictures[0]));
        Assert.That(pictures[2], Is.Not.EqualTo(pictures[0]));
        Assert.That(pictures[0].Average(), Is.EqualTo(0.5).Within(0.05));
        var mean = pictures[0].Average();
        Assert.That(Math.Sqrt(pictures[0].Average(v => (v - mean) * (v - mean))), Is.InRange(0.002, 0.05));
    }

    [Test]
    public void Adam_raises_an_objective()
    {
        using var weights = new Residence(GpuFixture.Gpu);
        var fourier = new FourierPicture(40, 56);
        var graph = new Graph();
        var objective = Objective.Parse("relu_2_1").Build(new Trunk(ModelFile.Open("tiny_vgg")).Apply(fourier.Picture(graph)));
        using var step = Plan.Compile(weights, new Adam(ParameterGroup.Of([fourier.Spectrum])).Step(-objective), [objective]);
        var log = new List<float>();
        for (var i = 0; i < 12; i++)
        {
            step.Set(Optimizer.RateName, 0.05f);
            step.Set(Optimizer.StepName, i + 1);
            step.Run();
            log.Add(step.Fetch(objective)[0]);
        }
        Assert.That(log[^1], Is.GreaterThan(log[0] * 1.3f));
    }
}
