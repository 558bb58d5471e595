// Gaussian error linear unit: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class GeluOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Gelu_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Gelu(), shape, -3, 3);
        Elementwise.Check(x => x.Gelu(tanh: true), shape, -3, 3);
    }

    [Test]
    public void Gelu_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Gelu(), -1e4, 1e4, 1e-5, 2e-6);
        Elementwise.CheckAccuracy(x => x.Gelu(tanh: true), -1e4, 1e4, 1e-5, 2e-6);
    }

    private sealed class Formula : Reference<GeluOp>
    {
        protected override double[] Compute(GeluOp op, Node node, double[][] x) => [.. x[0].Select(v => op.Tanh
            ? v / (1 + Math.Exp(-2 * Math.Sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)))
            : 0.5 * v * Elementwise.Erfc(-v / Math.Sqrt(2)))];
    }

    private sealed class GradFormula : Reference<GeluGradOp>
    {
        protected override double[] Compute(GeluGradOp op, Node node, double[][] x) => [.. x[0].Zip(x[1], (v, dy) => dy * (GeluSlope(op.Tanh, v)))];
    }

    private static double GeluSlope(bool tanh, double v)
    {
        if (!tanh)
            return 0.5 * Elementwise.Erfc(-v / Math.Sqrt(2)) + v * Math.Exp(-v * v / 2) / Math.Sqrt(2 * Math.PI);
        var c = 2 * Math.Sqrt(2 / Math.PI);
        double u = c * (v + 0.044715 * v * v * v), s = Elementwise.Sigmoid(u);
        return s == 0 ? 0 : s + v * s * Elementwise.Sigmoid(-u) * c * (1 + 3 * 0.044715 * v * v);
    }
}
