// Hyperbolic tangent: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class TanhOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Tanh_matches_in_every_recipe_and_gradient(Shape shape) => Elementwise.Check(x => x.Tanh(), shape, -3, 3);

    [Test]
    public void Tanh_is_accurate_far_and_near() => Elementwise.CheckAccuracy(x => x.Tanh(), -1e4, 1e4, 2e-6, 1e-30);

    private sealed class Formula : Reference<TanhOp>
    {
        protected override double[] Compute(TanhOp op, Node node, double[][] x) => [.. x[0].Select(Math.Tanh)];
    }

    private sealed class GradFormula : Reference<TanhGradOp>
    {
        protected override double[] Compute(TanhGradOp op, Node node, double[][] x) => [.. x[0].Zip(x[1], (v, dy) => dy * (1 - v * v))];
    }
}
