// Initial values: their statistics, and whose they become.
namespace CnnCompute.Tests;

public sealed class InitializationTests
{
    private static float[] Of(Initialization way, Shape shape, ulong seed = 3)
    {
        var conv = new Holder(shape);
        way.Apply(conv, seed);
        return conv.Weight.Initial;
    }

    private sealed class Holder(Shape shape) : Module
    {
        public Parameter Weight { get; } = new("weight", shape, () => [], requiresGrad: true);

        public override Tensor Forward(Tensor x) => x;
    }

    // Fan in 288, fan out 576, 18,432 values: errors of means and deviations are below one per cent.
    private static readonly Shape Weight = new(64, 32, 3, 3);

    private static readonly (Initialization Way, double Std, double Most)[] Ways =
    [
        (new NormalInit(0.05f), 0.05, double.NaN),
        (new UniformInit(-0.3f, 0.3f), 0.3 / Math.Sqrt(3), 0.3),
        (new TruncatedNormalInit(0.1f), 0.1 * 0.87963, 0.2),
        (new XavierUniformInit(), Math.Sqrt(2.0 / 864), Math.Sqrt(6.0 / 864)),
        (new XavierNormalInit(5.0 / 3), 5.0 / 3 * Math.Sqrt(2.0 / 864), double.NaN),
        (new KaimingUniformInit(), Math.Sqrt(2.0 / 288), Math.Sqrt(6.0 / 288)),
        (new KaimingUniformInit("out", "leaky_relu", 0.2), Math.Sqrt(2 / 1.04 / 576), Math.Sqrt(6 / 1.04 / 576)),
        (new KaimingNormalInit(), Math.Sqrt(2.0 / 288), double.NaN),
        (new KaimingNormalInit("out", "linear"), Math.Sqrt(1.0 / 576), double.NaN),
    ];

    [TestCaseSource(nameof(Ways))]
    public void Distributions_have_their_deviations_and_bounds((Initialization Way, double Std, double Most) c)
    {
        var values = Of(c.Way, Weight);
        Assert.That(values.Average(v => (double)v), Is.EqualTo(0).Within(0.03 * c.Std));
        Assert.That(Math.Sqrt(values.Average(v => (double)v * v)), Is.EqualTo(c.Std).Within(2).Percent);
        if (!double.IsNaN(c.Most))
            Assert.That(values.Max(Math.Abs), Is.InRange(0.97 * c.Most, c.Most * 1.000001));
        Assert.That(Of(c.Way, Weight), Is.EqualTo(values), "the same seed");
        Assert.That(Of(c.Way, Weight, 4), Is.Not.EqualTo(values));
    }

    [TestCase(64, 32, 3, 3)]
    [TestCase(40, 7, 1, 1)]
    [TestCase(13, 13, 1, 1)]
    public void Orthogonal_weights_have_orthonormal_rows_or_columns(int outputs, int inputs, int h, int w)
    {
        var columns = inputs * h * w;
        var a = Of(new OrthogonalInit(2), new Shape(outputs, inputs, h, w));
        var n = Math.Min(outputs, columns);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                double dot = 0;
                for (var k = 0; k < Math.Max(outputs, columns); k++)
                    dot += outputs <= columns ? a[(i * columns) + k] * a[(j * columns) + k] : a[(k * columns) + i] * a[(k * columns) + j];
                Assert.That(dot, Is.EqualTo(i == j ? 4 : 0).Within(1e-5), $"{i}, {j}");
            }
        }
    }

    [Test]
    public void Orthogonal_matrices_are_the_Q_of_a_decomposition_with_a_positive_diagonal()
    {
        // a = q r by hand: columns (3, 4) and (1, 2) give q = (0.6, 0.8), (-0.8, 0.6), r = 5, 2.2, 0.4.
        Assert.That(Orthonormal.Columns([3, 4, 1, 2], 2, 2), Is.EqualTo([0.6, 0.8, -0.8, 0.6]).Within(1e-12));
        Assert.That(Orthonormal.Columns([-3, -4, 0], 3, 1), Is.EqualTo([-0.6, -0.8, 0]).Within(1e-12));
        Assert.That(Orthonormal.Columns([0, 0], 2, 1).Sum(v => v * v), Is.EqualTo(1).Within(1e-12), "of zeros too");
    }

    [TestCase(6, 6, 1)]
    [TestCase(6, 3, 2)]
    public void Dirac_convolutions_give_what_they_take(int outputs, int inputs, int groups)
    {
        var conv = new Conv2d(inputs * groups, outputs, (3, 5), padding: (1, 2), groups: groups, bias: false);
        new DiracInit(groups).Apply(conv, 0);
        var x = new Graph().Input("x", 2, inputs * groups, 4, 6);
        var values = OpCase.Uniform(x.Shape, 1);
        var y = Oracle.Run(new Dictionary<string, double[]> { ["x"] = values }, conv.Forward(x))[0];
        Assert.That(y, Is.EqualTo(values).Within(1e-12));
        Assert.That(Of(new DiracInit(), new Shape(4, 2, 3)), Is.EqualTo(new float[]
        {
            0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        }), "as torch.nn.init.dirac_");
    }

    [Test]
    public void Names_say_whose_values_they_become_and_others_stay()
    {
        var net = new Sequential(new Conv2d(2, 3, 3), new BatchNorm2d(3), new Linear(5, 4));
        var before = net.StateDict().ToDictionary(e => e.Key, e => e.Value.Initial);
        new ConstantInit(7).Apply(net, 0);
        Assert.That(Changed(), Is.EquivalentTo(new[] { "0.weight", "2.weight" }), "all weights of two dimensions and more");
        new ZerosInit("*.bias").Apply(net, 0);
        Assert.That(net.StateDict().Where(e => e.Key.EndsWith("bias", StringComparison.Ordinal)).SelectMany(e => e.Value.Initial), Is.All.Zero);
        new ConstantInit(2, "1.*").Apply(net, 0);
        Assert.That(net.StateDict()["1.weight"].Initial, Is.All.EqualTo(2));
        Assert.That(net.StateDict()["1.running_var"].Initial, Is.All.EqualTo(1), "statistics are not learnt");
        Assert.That(() => new ZerosInit("3.*").Apply(net, 0), Throws.ArgumentException.With.Message.Contains("0.weight, 0.bias"));
        Assert.That(() => new XavierNormalInit(Names: "*").Apply(net, 0), Throws.ArgumentException.With.Message.Contains("0.bias"));
        Assert.That(() => new DiracInit(Names: "2.weight").Apply(net, 0), Throws.ArgumentException.With.Message.Contains("convolution"));
        Assert.That(() => new KaimingNormalInit("both"), Throws.ArgumentException.With.Message.Contains("\"in\" or \"out\""));
        Assert.That(() => new KaimingNormalInit(Nonlinearity: "gelu"), Throws.ArgumentException.With.Message.Contains("leaky_relu"));
        Assert.That(() => new TruncatedNormalInit(Most: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());

        string[] Changed() => [.. net.StateDict().Where(e => !e.Value.Initial.SequenceEqual(before[e.Key])).Select(e => e.Key)];
    }

    [Test]
    public void Layers_of_one_shape_begin_differently()
    {
        var net = new Sequential(new Linear(5, 5), new Linear(5, 5));
        new KaimingNormalInit().Apply(net, 1);
        Assert.That(net.StateDict()["0.weight"].Initial, Is.Not.EqualTo(net.StateDict()["1.weight"].Initial));
    }

    [Test]
    public void Residual_nets_begin_as_the_identity_between_their_norms()
    {
        var net = CifarResNet.ResNet20();
        new ZeroResidualInit().Apply(net, 0);
        var state = net.StateDict();
        Assert.That(state.Where(e => e.Key.EndsWith("bn2.weight", StringComparison.Ordinal)).SelectMany(e => e.Value.Initial), Is.All.Zero);
        Assert.That(state["layer1.0.bn1.weight"].Initial, Is.All.EqualTo(1));
        var one = ResNet.ResNet50();
        new ZeroResidualInit("layer1.*").Apply(one, 0);
        Assert.That(one.StateDict()["layer1.2.bn3.weight"].Initial, Is.All.Zero);
        Assert.That(one.StateDict()["layer2.0.bn3.weight"].Initial, Is.All.EqualTo(1));
        Assert.That(() => new ZeroResidualInit().Apply(new FashionNet(), 0), Throws.ArgumentException);
    }

    [TestCase("linear", 0, 1)]
    [TestCase("tanh", 0, 5.0 / 3)]
    [TestCase("relu", 0, 1.4142135623730951)]
    [TestCase("leaky_relu", 0.2, 1.3867504905630728)]
    [TestCase("selu", 0, 0.75)]
    public void Gains_are_PyTorchs(string name, double slope, double gain) => Assert.That(Init.Gain(name, slope), Is.EqualTo(gain).Within(1e-12));
}
