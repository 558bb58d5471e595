// ReLU: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class ReluOpTests
{
    [TestCase(1)]
    [TestCase(13)]
    [TestCase(127)]
    [TestCase(4096)]
    public void Relu_matches_in_every_recipe_and_gradient(int n) =>
        new OpCase(g => g.Input("x", n).Relu()) { Values = (_, s) => OpCase.AwayFromZero(s) }.Check();

    [Test]
    public void Relu_is_absorbed_as_a_clamp()
    {
        var y = new Graph().Input("x", 3).Relu();
        Assert.That(y.Node.Op.Absorb(y.Node), Is.EqualTo(new Absorption(EpilogueParts.Clamp, 0, Min: 0)));
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf() => new OpCase(g => g.Input("x", 64, 32, 28, 28).Relu()).Perf();

    private sealed class Formula : Reference<ReluOp>
    {
        protected override double[] Compute(ReluOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Max(v, 0))];
    }

    private sealed class GradFormula : Reference<ReluGradOp>
    {
        protected override double[] Compute(ReluGradOp op, Node node, double[][] x) => [.. x[0].Zip(x[1], (y, dy) => y <= 0 ? 0 : dy)];
    }
}
