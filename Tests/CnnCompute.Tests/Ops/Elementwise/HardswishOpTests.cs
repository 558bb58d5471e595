// Piecewise swish: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class HardswishOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Hardswish_matches_in_every_recipe_and_gradient(Shape shape) => Elementwise.Check(x => x.Hardswish(), shape, -5, 5, [-3, 3]);

    [Test]
    public void Hardswish_is_accurate_far_and_near() => Elementwise.CheckAccuracy(x => x.Hardswish(), -1e4, 1e4, 2e-6, 5e-7);

    private sealed class Formula : Reference<HardswishOp>
    {
        protected override double[] Compute(HardswishOp op, Node node, double[][] x) => [.. x[0].Select(v => v * Math.Clamp(v + 3, 0, 6) / 6)];
    }

    private sealed class GradFormula : Reference<HardswishGradOp>
    {
        protected override double[] Compute(HardswishGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => v <= -3 ? 0 : v >= 3 ? dy : dy * (v / 3 + 0.5))];
    }
}
