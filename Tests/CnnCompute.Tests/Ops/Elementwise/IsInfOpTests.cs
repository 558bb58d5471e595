// Test for infinity: every recipe.
namespace CnnCompute.Tests;

public sealed class IsInfOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void IsInf_matches_in_every_recipe(Shape shape) => Elementwise.Check(x => x.IsInf(), shape, -3, 3, gradient: false);

    [TestCase(true, true)]
    [TestCase(false, true)]
    [TestCase(true, false)]
    public void Only_infinities_of_the_wanted_sign_are_found(bool negative, bool positive) =>
        new OpCase(g => g.Input("x", 6).IsInf(negative, positive))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (_, _) => [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -1, 3e38],
        }.Check();

    private sealed class Formula : Reference<IsInfOp>
    {
        protected override double[] Compute(IsInfOp op, Node node, double[][] x) =>
            [.. x[0].Select(v => (double.IsPositiveInfinity(v) && op.Positive) || (double.IsNegativeInfinity(v) && op.Negative) ? 1.0 : 0)];
    }
}
