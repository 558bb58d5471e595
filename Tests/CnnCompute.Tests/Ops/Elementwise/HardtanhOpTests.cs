// Limits to a range, with a gradient from the result: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class HardtanhOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Hardtanh_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Hardtanh(), shape, -8, 8, [-1, 0, 1, 6]);
        Elementwise.Check(x => x.Relu6(), shape, -8, 8, [-1, 0, 1, 6]);
    }

    [Test]
    public void Hardtanh_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Hardtanh(), -1e4, 1e4, 2e-6, 1e-30);
        Elementwise.CheckAccuracy(x => x.Relu6(), -1e4, 1e4, 2e-6, 1e-30);
    }

    [Test]
    public void Relu6_is_absorbed_as_a_clamp()
    {
        var y = new Graph().Input("x", 3).Relu6();
        Assert.That(y.Node.Op.Absorb(y.Node), Is.EqualTo(new Absorption(EpilogueParts.Clamp, 0, Min: 0, Max: 6)));
    }

    private sealed class Formula : Reference<HardtanhOp>
    {
        protected override double[] Compute(HardtanhOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Min(Math.Max(v, op.Min), op.Max))];
    }

    private sealed class GradFormula : Reference<HardtanhGradOp>
    {
        protected override double[] Compute(HardtanhGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => v <= op.Min || v >= op.Max ? 0 : dy)];
    }
}
