// Reciprocal square root: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class RsqrtOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Rsqrt_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Rsqrt(), shape, 0.1, 3);
    }

    [Test]
    public void Rsqrt_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Rsqrt(), 1e-20, 1e30, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<RsqrtOp>
    {
        protected override double[] Compute(RsqrtOp op, Node node, double[][] x) => [.. x[0].Select(v => 1 / Math.Sqrt(v))];
    }
}
