// Hyperbolic sine: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class SinhOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Sinh_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Sinh(), shape, -3, 3);
    }

    [Test]
    public void Sinh_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Sinh(), -88, 88, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<SinhOp>
    {
        protected override double[] Compute(SinhOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Sinh(v))];
    }
}
