// Negative: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class NegOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Neg_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Neg(), shape, -3, 3);
    }

    [Test]
    public void Neg_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Neg(), -1e4, 1e4, 2e-6, 1e-30);
    }

    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Neg_of_integers_is_exact(Shape shape) => Elementwise.CheckInts(x => x.Neg(), shape);

    private sealed class Formula : Reference<NegOp>
    {
        protected override double[] Compute(NegOp op, Node node, double[][] x) => [.. x[0].Select(v => -v)];
    }
}
