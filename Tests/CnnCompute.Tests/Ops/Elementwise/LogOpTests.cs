// Natural logarithm: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class LogOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Log_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Log(), shape, 0.1, 3);
    }

    [Test]
    public void Log_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Log(), 1e-37, 3e38, 2e-6, 1e-7);
    }

    private sealed class Formula : Reference<LogOp>
    {
        protected override double[] Compute(LogOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Log(v))];
    }
}
