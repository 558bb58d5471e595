// Sine of an angle in radians: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class SinOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Sin_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Sin(), shape, -3, 3);
    }

    [Test]
    public void Sin_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Sin(), -1e4, 1e4, 2e-6, 2e-7);
    }

    private sealed class Formula : Reference<SinOp>
    {
        protected override double[] Compute(SinOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Sin(v))];
    }
}
