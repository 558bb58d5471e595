// Smooth ReLU: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class SoftplusOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Softplus_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Softplus(), shape, -3, 3, [1.5]);
        Elementwise.Check(x => x.Softplus(2, 3), shape, -3, 3, [1.5]);
    }

    [Test]
    public void Softplus_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Softplus(), -1e4, 1e4, 2e-6, 1e-36);
        Elementwise.CheckAccuracy(x => x.Softplus(2, 3), -1e4, 1e4, 2e-6, 1e-36);
    }

    private sealed class Formula : Reference<SoftplusOp>
    {
        protected override double[] Compute(SoftplusOp op, Node node, double[][] x) =>
            [.. x[0].Select(v => v * op.Beta > op.Threshold ? v : Elementwise.Softplus(v * op.Beta) / op.Beta)];
    }

    private sealed class GradFormula : Reference<SoftplusGradOp>
    {
        protected override double[] Compute(SoftplusGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => dy * (v * op.Beta > op.Threshold ? 1 : Elementwise.Sigmoid(v * op.Beta)))];
    }
}
