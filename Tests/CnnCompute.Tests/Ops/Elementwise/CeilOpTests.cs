// Rounding up: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class CeilOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Ceil_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Ceil(), shape, -3, 3, [-3, -2, -1, 0, 1, 2, 3]);
    }

    [Test]
    public void Ceil_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Ceil(), -1e9, 1e9, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<CeilOp>
    {
        protected override double[] Compute(CeilOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Ceiling(v))];
    }
}
