// Comparison: less than or equal to, of every type that can be compared.
namespace CnnCompute.Tests;

public sealed class LessEqualOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Pairs))]
    public void LessEqual_matches_in_every_recipe((Shape A, Shape B) shapes) => new OpCase(g => g.Input("a", shapes.A).LessEqual(g.Input("b", shapes.B)))
    {
        Gradient = false,
        Tolerance = 0,
        Values = (key, s) => [.. Elementwise.Ints(s, 3, key[0]).Select(v => v / 2)],
    }.Check();

    [Test]
    public void LessEqual_of_integers_is_exact() => Elementwise.CheckInts((a, b) => a.LessEqual(b), range: 3);

    [Test]
    public void Large_integers_and_numbers_that_are_none_compare_right()
    {
        new OpCase(g => g.Input("a", new Shape(3), DType.I32).LessEqual(g.Input("b", new Shape(3), DType.I32)))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (key, _) => key == "a" ? [int.MaxValue, int.MinValue, 16777217] : [int.MaxValue - 1, int.MaxValue, 16777216],
        }.Check();
        new OpCase(g => g.Input("a", 4).LessEqual(g.Input("b", 4)))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (key, _) => key == "a" ? [double.NaN, 1, double.PositiveInfinity, double.NegativeInfinity] : [double.NaN, double.NaN, double.PositiveInfinity, 0],
        }.Check();
    }

    private sealed class Formula : Reference<LessEqualOp>
    {
        protected override double[] Compute(LessEqualOp op, Node node, double[][] x) => Elementwise.Broadcast(node, x, (a, b) => a <= b ? 1 : 0);
    }
}
