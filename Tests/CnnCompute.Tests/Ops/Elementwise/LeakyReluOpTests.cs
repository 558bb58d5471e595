// Rectified linear unit that lets a share of negative values through: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class LeakyReluOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void LeakyRelu_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.LeakyRelu(), shape, -3, 3, [0]);
        Elementwise.Check(x => x.LeakyRelu(-0.5f), shape, -3, 3, [0]);
        Elementwise.Check(x => x.LeakyRelu(0), shape, -3, 3, [0]);
    }

    [Test]
    public void LeakyRelu_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.LeakyRelu(), -1e4, 1e4, 2e-6, 1e-30);
        Elementwise.CheckAccuracy(x => x.LeakyRelu(-0.5f), -1e4, 1e4, 2e-6, 1e-30);
        Elementwise.CheckAccuracy(x => x.LeakyRelu(0), -1e4, 1e4, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<LeakyReluOp>
    {
        protected override double[] Compute(LeakyReluOp op, Node node, double[][] x) => [.. x[0].Select(v => v > 0 ? v : v * op.Slope)];
    }

    private sealed class GradFormula : Reference<LeakyReluGradOp>
    {
        protected override double[] Compute(LeakyReluGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => dy * (v > 0 ? 1 : op.Slope))];
    }
}
