// Logarithm of the logistic function: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class LogSigmoidOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void LogSigmoid_matches_in_every_recipe_and_gradient(Shape shape) => Elementwise.Check(x => x.LogSigmoid(), shape, -3, 3);

    [Test]
    public void LogSigmoid_is_accurate_far_and_near() => Elementwise.CheckAccuracy(x => x.LogSigmoid(), -1e4, 1e4, 2e-6, 1e-36);

    private sealed class Formula : Reference<LogSigmoidOp>
    {
        protected override double[] Compute(LogSigmoidOp op, Node node, double[][] x) => [.. x[0].Select(v => -Elementwise.Softplus(-v))];
    }

    private sealed class GradFormula : Reference<LogSigmoidGradOp>
    {
        protected override double[] Compute(LogSigmoidGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => dy * (Elementwise.Sigmoid(-v)))];
    }
}
