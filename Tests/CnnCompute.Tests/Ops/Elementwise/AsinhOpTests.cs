// Inverse hyperbolic sine: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class AsinhOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Asinh_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Asinh(), shape, -3, 3);
    }

    [Test]
    public void Asinh_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Asinh(), -1e18, 1e18, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<AsinhOp>
    {
        protected override double[] Compute(AsinhOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Asinh(v))];
    }
}
