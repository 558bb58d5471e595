// Tangent of an angle in radians: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class TanOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Tan_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Tan(), shape, -1.2, 1.2);
    }

    [Test]
    public void Tan_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Tan(), -1.5, 1.5, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<TanOp>
    {
        protected override double[] Compute(TanOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Tan(v))];
    }
}
