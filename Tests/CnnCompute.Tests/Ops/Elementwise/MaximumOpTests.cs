// Elementwise maximum: every recipe and the gradient, ties too.
namespace CnnCompute.Tests;

public sealed class MaximumOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Pairs))]
    public void Maximum_broadcasts_in_every_recipe_and_gradient((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A).Maximum(g.Input("b", shapes.B)))
        {
            // Multiples of a sixteenth, one operand's a little more: never equal.
            Values = (key, s) => key == "cotangent" ? null : [.. Elementwise.Ints(s, 16, key[0]).Select(v => v / 16 + (key == "a" ? 0.01 : 0))],
        }.Check();

    [Test]
    public void Maximum_of_integers_is_exact() => Elementwise.CheckInts((a, b) => a.Maximum(b));

    [Test]
    public void A_tie_shares_the_gradient_and_NaN_wins()
    {
        var graph = new Graph();
        Tensor a = graph.Input("a", 3), b = graph.Input("b", 3);
        var inputs = new Dictionary<string, double[]> { ["a"] = [1, 2, 3], ["b"] = [2, 2, 2] };
        var grads = Oracle.Run(inputs, Autodiff.Gradients(Tensor.Maximum(a, b, a), [a, b]));
        Assert.That(grads[0].Zip(grads[1], (x, y) => x + y), Is.All.EqualTo(1));
        Assert.That(Oracle.Run(inputs, Autodiff.Gradients(a.Maximum(b), [a, b]))[0], Is.EqualTo([0, 0.5, 1.0]));
        new OpCase(g => g.Input("a", 3).Maximum(g.Input("b", 3)))
        {
            Gradient = false,
            Values = (key, _) => key == "a" ? [double.NaN, 1, 2] : [1, double.NaN, 2],
        }.Check();
    }

    private sealed class Formula : Reference<MaximumOp>
    {
        protected override double[] Compute(MaximumOp op, Node node, double[][] x) => Elementwise.Broadcast(node, x, Math.Max);
    }

    private sealed class ShareFormula : Reference<LargerShareOp>
    {
        protected override double[] Compute(LargerShareOp op, Node node, double[][] x) =>
            Elementwise.Broadcast(node, x, (a, b) => a < b ? 0 : a == b ? 0.5 : 1);
    }
}
