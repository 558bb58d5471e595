// Sigmoid-weighted linear unit: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class SiluOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Silu_matches_in_every_recipe_and_gradient(Shape shape) => Elementwise.Check(x => x.Silu(), shape, -3, 3);

    [Test]
    public void Silu_is_accurate_far_and_near() => Elementwise.CheckAccuracy(x => x.Silu(), -1e4, 1e4, 2e-6, 1e-6);

    private sealed class Formula : Reference<SiluOp>
    {
        protected override double[] Compute(SiluOp op, Node node, double[][] x) => [.. x[0].Select(v => v / (1 + Math.Exp(-v)))];
    }

    private sealed class GradFormula : Reference<SiluGradOp>
    {
        protected override double[] Compute(SiluGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => dy * (Elementwise.Sigmoid(v) * (1 + v * Elementwise.Sigmoid(-v))))];
    }
}
