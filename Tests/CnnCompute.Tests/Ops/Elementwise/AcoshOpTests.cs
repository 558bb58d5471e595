// Inverse hyperbolic cosine: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class AcoshOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Acosh_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Acosh(), shape, 1.2, 3);
    }

    [Test]
    public void Acosh_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Acosh(), 1.001, 1e18, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<AcoshOp>
    {
        protected override double[] Compute(AcoshOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Acosh(v))];
    }
}
