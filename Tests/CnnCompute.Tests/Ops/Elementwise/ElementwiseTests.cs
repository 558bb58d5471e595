// What all activations have in common: NaN shows, infinity does no harm, and their speed.
namespace CnnCompute.Tests;

public sealed class ElementwiseTests
{
    private static readonly (string Name, Func<Tensor, Tensor> Op)[] Activations =
    [
        ("Relu", x => x.Relu()), ("Clamp", x => x.Clamp(-1, 1)), ("LeakyRelu", x => x.LeakyRelu()), ("Elu", x => x.Elu()), ("Gelu", x => x.Gelu()),
        ("Gelu by tanh", x => x.Gelu(tanh: true)), ("Silu", x => x.Silu()), ("Mish", x => x.Mish()), ("Hardswish", x => x.Hardswish()),
        ("Hardsigmoid", x => x.Hardsigmoid()), ("Sigmoid", x => x.Sigmoid()), ("Tanh", x => x.Tanh()), ("Softplus", x => x.Softplus()),
        ("LogSigmoid", x => x.LogSigmoid()), ("Softsign", x => x.Softsign()), ("Exp", x => x.Exp()), ("Erf", x => x.Erf()), ("Sin", x => x.Sin()),
    ];

    [Test]
    public void NaN_stays_NaN() => Assert.Multiple(() =>
    {
        foreach (var (name, op) in Activations.Where(a => a.Name is not ("Relu" or "Clamp" or "Hardswish" or "Hardsigmoid")))
            Assert.That(Run(op, [double.NaN, 1])[0], Is.NaN, name);
    });

    [Test]
    public void Infinity_saturates() => Assert.Multiple(() =>
    {
        const double Inf = double.PositiveInfinity;
        Assert.That(Run(x => x.Sigmoid(), [-Inf, Inf]), Is.EqualTo(new double[] { 0, 1 }).Within(1e-30));
        Assert.That(Run(x => x.Tanh(), [-Inf, Inf]), Is.EqualTo(new double[] { -1, 1 }));
        Assert.That(Run(x => x.Erf(), [-Inf, Inf]), Is.EqualTo(new double[] { -1, 1 }));
        Assert.That(Run(x => x.Atan(), [-Inf, Inf]), Is.EqualTo([-Math.PI / 2, Math.PI / 2]).Within(1e-6));
        Assert.That(Run(x => x.Exp(), [-Inf, Inf]), Is.EqualTo([0, Inf]));
        Assert.That(Run(x => x.Log(), [0, Inf]), Is.EqualTo([-Inf, Inf]));
        Assert.That(Run(x => x.Elu(), [-Inf, Inf]), Is.EqualTo([-1, Inf]).Within(1e-6));
        Assert.That(Run(x => x.Softplus(), [-Inf, Inf]), Is.EqualTo([0, Inf]).Within(1e-30));
    });

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        foreach (var (_, op) in Activations)
            new OpCase(g => op(g.Input("x", 64, 32, 28, 28))).Perf();
        new OpCase(g => g.Input("a", 64, 32, 28, 28).PRelu(g.Input("b", 32))) { Gradient = false }.Perf();
        new OpCase(g => Tensor.Where(g.Input("a", 64, 32, 28, 28).Greater(0), g.Input("b", 64, 32, 28, 28), g.Fill(Shape.Scalar, 0)))
        {
            Gradient = false,
        }.Perf();
        new OpCase(g => g.Input("a", 64, 32, 28, 28).Pow(2.5f)) { Gradient = false }.Perf();
    }

    private static double[] Run(Func<Tensor, Tensor> op, double[] x)
    {
        var node = op(new Graph().Input("x", x.Length)).Node;
        using var runner = new OpRunner(GpuFixture.Gpu, node, node.Op.Recipes(node, Plan.Traits(GpuFixture.Gpu.Info)).First());
        runner.Run([x]);
        return runner.Output();
    }
}
