// Mish: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class MishOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Mish_matches_in_every_recipe_and_gradient(Shape shape) => Elementwise.Check(x => x.Mish(), shape, -3, 3);

    [Test]
    public void Mish_is_accurate_far_and_near() => Elementwise.CheckAccuracy(x => x.Mish(), -1e4, 1e4, 2e-6, 1e-6);

    private sealed class Formula : Reference<MishOp>
    {
        protected override double[] Compute(MishOp op, Node node, double[][] x) => [.. x[0].Select(v => v * Math.Tanh(Elementwise.Softplus(v)))];
    }

    private sealed class GradFormula : Reference<MishGradOp>
    {
        protected override double[] Compute(MishGradOp op, Node node, double[][] x) => [.. x[0].Zip(x[1], (v, dy) => dy * (MishSlope(v)))];
    }

    private static double MishSlope(double v)
    {
        var t = Math.Tanh(Elementwise.Softplus(v));
        return t + v * (1 - t * t) * Elementwise.Sigmoid(v);
    }
}
