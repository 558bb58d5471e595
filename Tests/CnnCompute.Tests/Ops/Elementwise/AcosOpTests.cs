// Arc cosine in radians: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class AcosOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Acos_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Acos(), shape, -0.9, 0.9);
    }

    [Test]
    public void Acos_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Acos(), -1, 1, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<AcosOp>
    {
        protected override double[] Compute(AcosOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Acos(v))];
    }
}
