// Rest of a division, of the divisor's sign: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class RemainderOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Pairs))]
    public void Remainder_broadcasts_in_every_recipe_and_gradient((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A).Remainder(g.Input("b", shapes.B)))
        {
            // Multiples of a third by halves and wholes: away from the jumps.
            Values = (key, s) => key == "a" ? [.. Elementwise.Ints(s, 9).Select(v => v / 3 + 0.1)]
                : key == "b" ? [.. OpCase.AwayFromZero(s).Select(v => v < 0 ? -0.5 : 1)]
                : null,
        }.Check();

    [Test]
    public void Remainder_of_integers_is_exact() => Elementwise.CheckInts((a, b) => a.Remainder(b), range: 50,
        change: v => [.. v.Select(x => x == 0 ? 7 : Math.Round(x / 6) is var d && d == 0 ? -3 : d)]);

    [Test]
    public void Large_quotients_leave_small_rests() => new OpCase(g => g.Input("a", 8).Remainder(g.Input("b", 8)))
    {
        Gradient = false,
        Values = (key, _) => key == "a" ? [1e10, -1e10, 16777213, 1e-3, 7, -7, 5, 1e15] : [3, 7, -0.1, 5, 7, 7, double.PositiveInfinity, 0.7],
    }.Check();

    private sealed class Formula : Reference<RemainderOp>
    {
        protected override double[] Compute(RemainderOp op, Node node, double[][] x) => Elementwise.Broadcast(node, x, Rest);
    }

    private static double Rest(double a, double b)
    {
        var rest = b == 0 ? a : a % b;
        return rest != 0 && b != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    }
}
