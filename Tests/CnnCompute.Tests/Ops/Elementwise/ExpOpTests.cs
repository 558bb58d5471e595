// Exponential function: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class ExpOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Exp_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Exp(), shape, -3, 3);
    }

    [Test]
    public void Exp_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Exp(), -100, 88, 2e-6, 1e-37);
    }

    private sealed class Formula : Reference<ExpOp>
    {
        protected override double[] Compute(ExpOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Exp(v))];
    }
}
