// Rounding down: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class FloorOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Floor_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Floor(), shape, -3, 3, [-3, -2, -1, 0, 1, 2, 3]);
    }

    [Test]
    public void Floor_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Floor(), -1e9, 1e9, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<FloorOp>
    {
        protected override double[] Compute(FloorOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Floor(v))];
    }
}
