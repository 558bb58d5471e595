// Elementwise difference: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class SubOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Pairs))]
    public void Sub_broadcasts_in_every_recipe_and_gradient((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A) - g.Input("b", shapes.B)).Check();

    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.DeepPairs))]
    public void Sub_broadcasts_over_eight_axes((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A) - g.Input("b", shapes.B)).Check();

    [Test]
    public void Differences_of_integers_are_exact() => Elementwise.CheckInts((a, b) => a - b, range: 30_000);

    private sealed class Formula : Reference<SubOp>
    {
        protected override double[] Compute(SubOp op, Node node, double[][] x) =>
            [.. Places.Of(node.Shape).Select(p => x[0][Places.Broadcast(node.Inputs[0].Shape, p)] - x[1][Places.Broadcast(node.Inputs[1].Shape, p)])];
    }
}
