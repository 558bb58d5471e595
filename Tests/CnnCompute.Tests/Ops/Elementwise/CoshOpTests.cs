// Hyperbolic cosine: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class CoshOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Cosh_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Cosh(), shape, -3, 3);
    }

    [Test]
    public void Cosh_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Cosh(), -88, 88, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<CoshOp>
    {
        protected override double[] Compute(CoshOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Cosh(v))];
    }
}
