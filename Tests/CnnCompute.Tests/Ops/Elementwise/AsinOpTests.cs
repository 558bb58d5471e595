// Arc sine in radians: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class AsinOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Asin_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Asin(), shape, -0.9, 0.9);
    }

    [Test]
    public void Asin_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Asin(), -1, 1, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<AsinOp>
    {
        protected override double[] Compute(AsinOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Asin(v))];
    }
}
