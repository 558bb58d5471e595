// Rounding to the nearest whole number: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class RoundOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Round_matches_in_every_recipe_and_gradient(Shape shape)
    {
        Elementwise.Check(x => x.Round(), shape, -3, 3, [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]);
    }

    [Test]
    public void Round_is_accurate_far_and_near()
    {
        Elementwise.CheckAccuracy(x => x.Round(), -1e9, 1e9, 2e-6, 1e-30);
    }

    [Test]
    public void Halves_go_to_the_even_neighbour() => new OpCase(g => g.Input("x", 9).Round()) { Gradient = false, Tolerance = 0, Values = (_, _) => [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 8388608.5, -8388609] }.Check();

    private sealed class Formula : Reference<RoundOp>
    {
        protected override double[] Compute(RoundOp op, Node node, double[][] x) => [.. x[0].Select(v => Math.Round(v, MidpointRounding.ToEven))];
    }
}
