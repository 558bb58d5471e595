// Arc tangent in radians: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class AtanOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Atan_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Atan(), shape, -3, 3);
    }

    [Test]
    public void Atan_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Atan(), -1e4, 1e4, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<AtanOp>
    {
        protected override double[] Compute(AtanOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Atan(v))];
    }
}
