// Elementwise product: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class MulOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Pairs))]
    public void Mul_broadcasts_in_every_recipe_and_gradient((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A) * g.Input("b", shapes.B)).Check();

    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.DeepPairs))]
    public void Mul_broadcasts_over_eight_axes((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A) * g.Input("b", shapes.B)).Check();

    [Test]
    public void Products_of_integers_are_exact() => Elementwise.CheckInts((a, b) => a * b, range: 30_000);

    private sealed class Formula : Reference<MulOp>
    {
        protected override double[] Compute(MulOp op, Node node, double[][] x) =>
            [.. Places.Of(node.Shape).Select(p => x[0][Places.Broadcast(node.Inputs[0].Shape, p)] * x[1][Places.Broadcast(node.Inputs[1].Shape, p)])];
    }
}
