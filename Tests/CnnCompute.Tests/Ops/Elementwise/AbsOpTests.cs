// Absolute value: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class AbsOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Abs_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Abs(), shape, -3, 3, [0]);
    }

    [Test]
    public void Abs_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Abs(), -1e4, 1e4, 2e-6, 1e-30);
    }

    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Abs_of_integers_is_exact(Shape shape) => Elementwise.CheckInts(x => x.Abs(), shape);

    private sealed class Formula : Reference<AbsOp>
    {
        protected override double[] Compute(AbsOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Abs(v))];
    }
}
