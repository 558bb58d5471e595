// Test for what is no number: every recipe.
namespace CnnCompute.Tests;

public sealed class IsNanOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void IsNan_matches_in_every_recipe(Shape shape) => Elementwise.Check(x => x.IsNan(), shape, -3, 3, gradient: false);

    [Test]
    public void Only_NaN_is_found() => new OpCase(g => g.Input("x", 6).IsNan())
    {
        Gradient = false,
        Tolerance = 0,
        Values = (_, _) => [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -1, 3e38],
    }.Check();

    private sealed class Formula : Reference<IsNanOp>
    {
        protected override double[] Compute(IsNanOp op, Node node, double[][] x) => [.. x[0].Select(v => double.IsNaN(v) ? 1.0 : 0)];
    }
}
