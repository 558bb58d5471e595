// Square: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class SquareOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Square_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Square(), shape, -3, 3);
    }

    [Test]
    public void Square_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Square(), -1e4, 1e4, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<SquareOp>
    {
        protected override double[] Compute(SquareOp op, Node node, double[][] x) => [.. x[0].Select(v => v * v)];
    }
}
