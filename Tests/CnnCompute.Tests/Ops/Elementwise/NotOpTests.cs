// Logical negation: every recipe.
namespace CnnCompute.Tests;

public sealed class NotOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Shapes))]
    public void Not_matches_in_every_recipe(Shape shape) =>
        new OpCase(g => g.Input("x", shape, DType.Bool).Not()) { Gradient = false, Tolerance = 0, Values = (_, s) => Elementwise.Truths(s) }.Check();

    [Test]
    public void Numbers_have_no_negation() =>
        Assert.That(() => new Graph().Input("x", 3).Not(), Throws.TypeOf<ShapeException>().With.Message.Contains("only Bool"));

    private sealed class Formula : Reference<NotOp>
    {
        protected override double[] Compute(NotOp op, Node node, double[][] x) => [.. x[0].Select(v => v == 0 ? 1.0 : 0)];
    }
}
