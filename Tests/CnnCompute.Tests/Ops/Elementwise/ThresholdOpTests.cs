// Replaces what does not exceed a threshold: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class ThresholdOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Threshold_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Threshold(0.5f, -2), shape, -3, 3, [0.5, 1]);
        Elementwise.Check(x => x.Threshold(1), shape, -3, 3, [0.5, 1]);
    }

    [Test]
    public void Threshold_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Threshold(0.5f, -2), -1e4, 1e4, 2e-6, 1e-30);
        Elementwise.CheckAccuracy(x => x.Threshold(1), -1e4, 1e4, 2e-6, 1e-30);
    }

    private sealed class Formula : Reference<ThresholdOp>
    {
        protected override double[] Compute(ThresholdOp op, Node node, double[][] x) => [.. x[0].Select(v => v <= op.Limit ? op.Value : v)];
    }

    private sealed class GradFormula : Reference<ThresholdGradOp>
    {
        protected override double[] Compute(ThresholdGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => v <= op.Limit ? 0 : dy)];
    }
}
