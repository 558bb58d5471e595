// Layers of activations: PyTorch's defaults, by values that PyTorch's formulas give.
namespace CnnCompute.Tests;

public sealed class ActivationTests
{
    // The values of torch.nn's layers at -2, 0.5 and 7.
    private static readonly (Module Layer, double[] Expected)[] Layers =
    [
        (new ReLU(), [0, 0.5, 7]), (new ReLU6(), [0, 0.5, 6]), (new Hardtanh(), [-1, 0.5, 1]), (new LeakyReLU(), [-0.02, 0.5, 7]),
        (new PReLU(), [-0.5, 0.5, 7]), (new ELU(), [-0.8646647, 0.5, 7]), (new CELU(2), [-1.2642411, 0.5, 7]),
        (new SELU(), [-1.5201665, 0.52535049, 7.3549070]), (new GELU(), [-0.0455003, 0.3457312, 7]), (new GELU("tanh"), [-0.0454023, 0.3457140, 7]),
        (new SiLU(), [-0.2384058, 0.3112297, 6.9936228]), (new Mish(), [-0.2525015, 0.3752454, 6.9999884]),
        (new Hardswish(), [-0.3333333, 0.2916667, 7]), (new Hardsigmoid(), [0.1666667, 0.5833333, 1]),
        (new Sigmoid(), [0.1192029, 0.6224593, 0.9990889]), (new Tanh(), [-0.9640276, 0.4621172, 0.9999983]),
        (new Softplus(), [0.1269280, 0.9740770, 7.0009115]), (new Softplus(2, 3), [0.0090750, 0.6566308, 7]),
        (new Softsign(), [-0.6666667, 0.3333333, 0.875]), (new LogSigmoid(), [-2.1269280, -0.4740770, -0.0009115]),
        (new Threshold(1, -3), [-3, -3, 7]), (new Hardshrink(), [-2, 0, 7]), (new Softshrink(), [-1.5, 0, 6.5]),
        (new Softmin(), [0.9240364, 0.0758495, 0.0001140]),
    ];

    [TestCaseSource(nameof(Layers))]
    public void Layers_have_PyTorchs_values((Module Layer, double[] Expected) c)
    {
        var y = c.Layer.Forward(new Graph().Input("x", 1, 3));
        var actual = Oracle.Run(new Dictionary<string, double[]> { ["x"] = [-2, 0.5, 7] }, y)[0];
        Assert.That(actual, Is.EqualTo(c.Expected).Within(2e-7), c.Layer.GetType().Name);
    }

    [Test]
    public void Rrelu_is_random_in_training_only()
    {
        var layer = new RReLU();
        var x = new Graph().Input("x", 4);
        layer.Forward(x);
        Assert.That(x.Graph.Names, Does.ContainKey(Dropout.KeyName));
        layer.Eval();
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = [-1, 0, 1, -2] }, layer.Forward(x))[0],
            Is.EqualTo([-11 / 48.0, 0, 1, -11 / 24.0]).Within(1e-7));
    }

    [Test]
    public void Prelu_learns_a_slope_for_each_channel()
    {
        var layer = new PReLU(3, 0.1f);
        Assert.That(layer.StateDict().Keys, Is.EqualTo(["weight"]));
        Assert.That(layer.Weight.Initial, Is.EqualTo([0.1f, 0.1f, 0.1f]));
        Assert.That(layer.Forward(new Graph().Input("x", 2, 3, 5, 5)).Shape, Is.EqualTo(new Shape(2, 3, 5, 5)));
        Assert.That(() => new GELU("quick"), Throws.ArgumentException.With.Message.Contains("quick"));
    }

    [Test]
    public void Layers_that_change_the_shape_have_PyTorchs()
    {
        Assert.That(new GLU(1).Forward(new Graph().Input("x", 2, 6, 5, 5)).Shape, Is.EqualTo(new Shape(2, 3, 5, 5)));
        Assert.That(new Maxout(2).Forward(new Graph().Input("x", 2, 6, 5, 5)).Shape, Is.EqualTo(new Shape(2, 3, 5, 5)));
    }
}
