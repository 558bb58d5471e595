// Layers of unit variance.
namespace CnnCompute.Tests;

public sealed class LsuvInitTests
{
    private static Sequential Net() => new(
        new Conv2d(1, 6, 3, padding: 1), new Tanh(), new Dropout(0.5f), new Conv2d(6, 8, 3, stride: 2), new ReLU(), new Flatten(),
        new Linear(8 * 3 * 3, 16), new ReLU(), new Linear(16, 4));

    private static double[] Variances(Sequential net, TensorData pictures)
    {
        net.Eval();
        var graph = new Graph();
        net.ForwardNamed(graph.Input("x", pictures.Shape));
        var layers = new[] { "0", "3", "6", "8" }.Select(n => graph[n].Var(correction: 0)).ToArray();
        return [.. Oracle.Run(new Dictionary<string, double[]> { ["x"] = Array.ConvertAll(pictures.Values, v => (double)v) }, layers).Select(v => v[0])];
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Every_layer_gives_variance_one_on_the_pictures(bool orthonormal)
    {
        var (net, data, way) = (Net(), new Squares(40), new LsuvInit(Orthonormal: orthonormal));
        new NormalInit(0.01f).Apply(net, 1);
        var pictures = way.Pictures(data, PixelNorm.Of(0.4, 0.3), 7);
        var first = net.StateDict()["3.weight"].Initial;
        Assert.That(Variances(net, pictures), Has.All.Not.EqualTo(1).Within(0.1));
        net.Train();
        way.Apply(GpuFixture.Gpu, net, pictures);
        Assert.That(net.Training, Is.True, "the mode stays as it was");
        Assert.That(Variances(net, pictures), Is.All.EqualTo(1).Within(0.021));
        var scaled = net.StateDict()["3.weight"].Initial;
        if (orthonormal)
        {
            // Rows of one length, as they were orthonormal.
            Assert.That(scaled.Chunk(54).Select(r => Math.Sqrt(r.Sum(v => (double)v * v))), Is.All.EqualTo(Math.Sqrt(scaled[..54].Sum(v => v * v))).Within(1e-4));
        }
        else
        {
            Assert.That(scaled.Zip(first, (a, b) => a / (double)b), Is.All.EqualTo(scaled[0] / first[0]).Within(1e-3).Percent, "no more than scaled");
        }
    }

    [Test]
    public void Norms_use_the_pictures_statistics_which_do_not_run_on()
    {
        var net = new Sequential(new Conv2d(1, 6, 3), new BatchNorm2d(6), new ReLU(), new Conv2d(6, 8, 3), new Flatten(), new Linear(8 * 4 * 4, 4));
        var way = new LsuvInit();
        way.Apply(GpuFixture.Gpu, net, way.Pictures(new Squares(40), PixelNorm.Of(0.4, 0.3), 7));
        Assert.That(net.StateDict()["1.running_var"].Initial, Is.All.EqualTo(1));
        var weight = net.StateDict()["3.weight"].Initial;
        Assert.That(weight.Max(Math.Abs), Is.GreaterThan(0.05).And.LessThan(5));
    }

    [Test]
    public void A_net_without_layers_and_numbers_below_zero_are_refused()
    {
        Assert.That(() => new LsuvInit().Apply(GpuFixture.Gpu, new Sequential(new ReLU()), new TensorData(new Shape(1, 1, 2, 2), new float[4])),
            Throws.ArgumentException.With.Message.Contains("Sequential"));
        Assert.That(() => new LsuvInit(Tolerance: 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("tolerance is 0"));
    }
}
