// Square root: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class SqrtOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Sqrt_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Sqrt(), shape, 0.1, 3);
    }

    [Test]
    public void Sqrt_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Sqrt(), 0, 3e38, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<SqrtOp>
    {
        protected override double[] Compute(SqrtOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Sqrt(v))];
    }
}
