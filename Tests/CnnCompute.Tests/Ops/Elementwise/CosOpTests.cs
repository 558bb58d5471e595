// Cosine of an angle in radians: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class CosOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Cos_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Cos(), shape, -3, 3);
    }

    [Test]
    public void Cos_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Cos(), -1e4, 1e4, 2e-6, 2e-7);
    }

    private sealed class Formula : Reference<CosOp>
    {
        protected override double[] Compute(CosOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Cos(v))];
    }
}
