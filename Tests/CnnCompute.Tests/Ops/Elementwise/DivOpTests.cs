// Elementwise quotient: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class DivOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Pairs))]
    public void Div_broadcasts_in_every_recipe_and_gradient((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A) / g.Input("b", shapes.B)) { Values = (_, s) => OpCase.AwayFromZero(s) }.Check();

    [Test]
    public void Quotients_of_integers_are_cut_towards_zero() =>
        Elementwise.CheckInts((a, b) => a / b, range: 30, change: v => [.. v.Select(x => Math.Round(x / 5))]);

    [Test]
    public void The_largest_integers_divide_exactly() =>
        new OpCase(g => g.Input("a", new Shape(8), DType.I32) / g.Input("b", new Shape(8), DType.I32))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (key, _) => key == "a"
                ? [int.MinValue, int.MinValue, int.MaxValue, int.MaxValue, int.MinValue, -7, 7, 2_000_000_011]
                : [-1, 1, -1, 2, 0, 0, -2, 3],
        }.Check();

    private sealed class Formula : Reference<DivOp>
    {
        protected override double[] Compute(DivOp op, Node node, double[][] x) => Elementwise.Broadcast(node, x, node.Type == DType.I32
            ? (a, b) => b == 0 ? 0 : (int)(long)Math.Truncate(a / b)
            : (a, b) => a / b);
    }
}
