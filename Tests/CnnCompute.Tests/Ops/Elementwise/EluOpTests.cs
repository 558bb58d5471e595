// Exponential linear unit and its relatives: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class EluOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Elu_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Elu(0.5f), shape, -3, 3, [0]);
        Elementwise.Check(x => x.Celu(2), shape, -3, 3, [0]);
        Elementwise.Check(x => x.Selu(), shape, -3, 3, [0]);
    }

    [Test]
    public void Elu_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Elu(0.5f), -1e4, 1e4, 2e-6, 1e-36);
        Elementwise.CheckAccuracy(x => x.Celu(2), -1e4, 1e4, 2e-6, 1e-36);
        Elementwise.CheckAccuracy(x => x.Selu(), -1e4, 1e4, 2e-6, 1e-36);
    }

    private sealed class Formula : Reference<EluOp>
    {
        protected override double[] Compute(EluOp op, Node node, double[][] x) =>
            [.. x[0].Select(v => op.Scale * (v > 0 ? v : op.Alpha * Elementwise.ExpM1(v * op.InputScale)))];
    }

    private sealed class GradFormula : Reference<EluGradOp>
    {
        protected override double[] Compute(EluGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[1], (v, dy) => dy * (op.Scale * (v <= 0 ? op.Alpha * op.InputScale * Math.Exp(v * op.InputScale) : 1)))];
    }
}
