// Elementwise minimum: every recipe and the gradient, ties too.
namespace CnnCompute.Tests;

public sealed class MinimumOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Pairs))]
    public void Minimum_broadcasts_in_every_recipe_and_gradient((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A).Minimum(g.Input("b", shapes.B)))
        {
            // Multiples of a sixteenth, one operand's a little more: never equal.
            Values = (key, s) => key == "cotangent" ? null : [.. Elementwise.Ints(s, 16, key[0]).Select(v => v / 16 + (key == "a" ? 0.01 : 0))],
        }.Check();

    [Test]
    public void Minimum_of_integers_is_exact() => Elementwise.CheckInts((a, b) => a.Minimum(b));

    [Test]
    public void A_tie_shares_the_gradient_and_NaN_wins()
    {
        var graph = new Graph();
        Tensor a = graph.Input("a", 3), b = graph.Input("b", 3);
        var inputs = new Dictionary<string, double[]> { ["a"] = [1, 2, 3], ["b"] = [2, 2, 2] };
        var grads = Oracle.Run(inputs, Autodiff.Gradients(Tensor.Minimum(a, b, a), [a, b]));
        Assert.That(grads[0].Zip(grads[1], (x, y) => x + y), Is.All.EqualTo(1));
        Assert.That(Oracle.Run(inputs, Autodiff.Gradients(a.Minimum(b), [a, b]))[0], Is.EqualTo([1.0, 0.5, 0]));
        new OpCase(g => g.Input("a", 3).Minimum(g.Input("b", 3)))
        {
            Gradient = false,
            Values = (key, _) => key == "a" ? [double.NaN, 1, 2] : [1, double.NaN, 2],
        }.Check();
    }

    private sealed class Formula : Reference<MinimumOp>
    {
        protected override double[] Compute(MinimumOp op, Node node, double[][] x) => Elementwise.Broadcast(node, x, Math.Min);
    }
}
