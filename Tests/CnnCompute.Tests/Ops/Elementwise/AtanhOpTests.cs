// Inverse hyperbolic tangent: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class AtanhOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Atanh_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Atanh(), shape, -0.9, 0.9);
    }

    [Test]
    public void Atanh_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Atanh(), -0.9999, 0.9999, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<AtanhOp>
    {
        protected override double[] Compute(AtanhOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Atanh(v))];
    }
}
