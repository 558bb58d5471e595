// Reciprocal: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class ReciprocalOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Reciprocal_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Reciprocal(), shape, 0.3, 3);
    }

    [Test]
    public void Reciprocal_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Reciprocal(), 1e-12, 1e18, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<ReciprocalOp>
    {
        protected override double[] Compute(ReciprocalOp op, Node node, double[][] x) => [.. x[0].Select(v => 1 / v)];
    }
}
