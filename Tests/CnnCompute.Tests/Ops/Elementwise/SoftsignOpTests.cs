// Softsign: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class SoftsignOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Softsign_matches_in_every_recipe_and_gradient(Shape shape) => Elementwise.Check(x => x.Softsign(), shape, -3, 3);

    [Test]
    public void Softsign_is_accurate_far_and_near() => Elementwise.CheckAccuracy(x => x.Softsign(), -1e4, 1e4, 2e-6, 1e-30);

    private sealed class Formula : Reference<SoftsignOp>
    {
        protected override double[] Compute(SoftsignOp op, Node node, double[][] x) => [.. x[0].Select(v => v / (1 + Math.Abs(v)))];
    }

    private sealed class GradFormula : Reference<SoftsignGradOp>
    {
        protected override double[] Compute(SoftsignGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => dy * (1 / ((1 + Math.Abs(v)) * (1 + Math.Abs(v)))))];
    }
}
