// What initial values do to signals and gradients from layer to layer.
namespace CnnCompute.Tests;

public sealed class ActivationStatisticsTests
{
    private const int Layers = 6, Width = 96, Rows = 100;

    private static IReadOnlyList<LayerStatistics> Run(string nonlinearity, bool batchNorm, Initialization way)
    {
        var net = new Mlp([Width, .. Enumerable.Repeat(Width, Layers), 10], nonlinearity, batchNorm);
        way.Apply(net, 5);
        new ZerosInit("fc*.bias").Apply(net, 0);
        var shape = new Shape(Rows, Width);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(i => i % 10)];
        return ActivationStatistics.Of(GpuFixture.Gpu, net, new TensorData(shape, Init.Normal(new Philox(3), shape.Count, 1)), labels, bins: 20);
    }

    [Test]
    public void Signals_die_saturate_or_live_by_their_initial_values()
    {
        var small = Run("tanh", false, new NormalInit(0.01f));
        Assert.That(small.Select(l => l.Layer), Is.EqualTo(Enumerable.Range(1, Layers).Select(i => $"act{i}")));
        Assert.That(small[^1].Activations.Std, Is.LessThan(1e-5), "each layer takes a tenth");
        Assert.That(small[0].Gradients.Std, Is.LessThan(1e-4 * small[^1].Gradients.Std), "gradients die on the way back");

        var large = Run("tanh", false, new NormalInit(1));
        var ends = large[^1].Activations.Histogram;
        Assert.That((ends.Counts[0] + ends.Counts[^1]) / (double)ends.Total, Is.GreaterThan(0.7), "saturated at both ends");

        var xavier = Run("tanh", false, new XavierNormalInit());
        Assert.That(xavier[^1].Activations.Std, Is.InRange(0.2, 0.7));
        Assert.That(xavier[0].Gradients.Std / xavier[^1].Gradients.Std, Is.InRange(0.2, 5));
    }

    [Test]
    public void Rectifiers_want_Kaiming_or_batch_norm()
    {
        Assert.That(Run("relu", false, new XavierNormalInit())[^1].Activations.Std, Is.LessThan(0.2), "half the variance is lost in every layer");
        var kaiming = Run("relu", false, new KaimingNormalInit());
        Assert.That(kaiming[^1].Activations.Std, Is.InRange(0.4, 1.6));
        Assert.That(kaiming[0].Activations.Zero, Is.EqualTo(0.5).Within(0.05));
        // A rectified standard normal deviates by √((1 - 1/π) / 2).
        var norm = Run("relu", true, new NormalInit(0.01f));
        Assert.That(norm.Select(l => l.Activations.Std), Is.All.EqualTo(Math.Sqrt((1 - (1 / Math.PI)) / 2)).Within(0.03));
    }

    [Test]
    public void Statistics_are_those_of_the_values()
    {
        var some = ValueStatistics.Of([0, 1, 2, 5], 5);
        Assert.That((some.Mean, some.Std, some.Zero), Is.EqualTo((2.0, Math.Sqrt(14 / 4.0), 0.25)));
        Assert.That(some.Histogram.Counts, Is.EqualTo(new long[] { 1, 1, 1, 0, 1 }));
        var cut = Histogram.Of([-2, 0, 0.5f, 1, 3, float.NaN], 2, (0, 1));
        Assert.That(cut, Is.EqualTo(new Histogram(0, 1, (EqualList<long>)[1, 2], 1, 1, 1)));
        Assert.That(cut.Total, Is.EqualTo(6));
        Assert.That(Histogram.Of([7, 7], 3).Counts, Is.EqualTo(new long[] { 0, 2, 0 }), "one value alone");
        Assert.That(Histogram.Of([float.NaN, float.PositiveInfinity], 3).Above, Is.EqualTo(1));
        Assert.That(() => Histogram.Of([1], 3, (2, 2)), Throws.ArgumentException);
    }

    [Test]
    public void Nets_are_left_as_they_were_and_misfits_are_refused()
    {
        var net = new Mlp([4, 3, 2], batchNorm: true);
        var (inputs, keys) = (new TensorData(new Shape(2, 4), OpCase.Floats(new Shape(2, 4), 1)), net.StateDict().Keys.ToArray());
        Assert.That(keys, Is.EqualTo(new[]
        {
            "fc1.weight", "fc1.bias", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "fc2.weight", "fc2.bias",
        }));
        Assert.That(ActivationStatistics.Of(GpuFixture.Gpu, net, inputs, [0, 1], "fc?").Select(l => l.Layer), Is.EqualTo(["fc1", "fc2"]));
        Assert.That(net.Training, Is.True);
        Assert.That(net.StateDict()["bn1.running_mean"].Initial, Is.All.Zero);
        Assert.That(() => ActivationStatistics.Of(GpuFixture.Gpu, net, inputs, [0, 1], "conv*"), Throws.ArgumentException.With.Message.Contains("act1"));
        Assert.That(() => ActivationStatistics.Of(GpuFixture.Gpu, net, inputs, [0]), Throws.ArgumentException.With.Message.Contains("1 labels"));
        Assert.That(() => new Mlp([4]), Throws.ArgumentException);
        Assert.That(() => new Mlp([4, 3, 2], "swish"), Throws.ArgumentException.With.Message.Contains("gelu"));
    }
}
