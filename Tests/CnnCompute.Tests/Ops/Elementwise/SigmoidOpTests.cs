// Logistic function: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class SigmoidOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Sigmoid_matches_in_every_recipe_and_gradient(Shape shape) => Elementwise.Check(x => x.Sigmoid(), shape, -3, 3);

    [Test]
    public void Sigmoid_is_accurate_far_and_near() => Elementwise.CheckAccuracy(x => x.Sigmoid(), -1e4, 1e4, 2e-6, 1e-37);

    [Test]
    public void Gates_multiply_halves_in_every_recipe_and_gradient()
    {
        new OpCase(g => g.Input("x", 3, 26).Glu()).Check();
        new OpCase(g => g.Input("x", 2, 6, 3, 5).Glu(1)).Check();
        Assert.That(() => new Graph().Input("x", 3).Glu(), Throws.TypeOf<ShapeException>().With.Message.Contains("halve"));
    }

    private sealed class Formula : Reference<SigmoidOp>
    {
        protected override double[] Compute(SigmoidOp op, Node node, double[][] x) => [.. x[0].Select(v => 1 / (1 + Math.Exp(-v)))];
    }

    private sealed class GradFormula : Reference<SigmoidGradOp>
    {
        protected override double[] Compute(SigmoidGradOp op, Node node, double[][] x) => [.. x[0].Zip(x[1], (v, dy) => dy * (v * (1 - v)))];
    }
}
