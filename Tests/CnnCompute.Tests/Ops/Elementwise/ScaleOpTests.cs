// A constant factor and summand.
namespace CnnCompute.Tests;

public sealed class ScaleOpTests
{
    [TestCase(1)]
    [TestCase(13)]
    [TestCase(127)]
    public void Scale_matches_in_every_recipe_and_gradient(int n) => new OpCase(g => g.Input("x", n).Scale(0.75f, -2)).Check();

    [Test]
    public void Operators_with_numbers_are_scales()
    {
        var graph = new Graph();
        var x = graph.Input("x", 3);
        var inputs = new Dictionary<string, double[]> { ["x"] = [1, -2, 4] };
        Assert.Multiple(() =>
        {
            Assert.That(Oracle.Run(inputs, x * 2 + 1)[0], Is.EqualTo(new double[] { 3, -3, 9 }));
            Assert.That(Oracle.Run(inputs, 1 - x)[0], Is.EqualTo(new double[] { 0, 3, -3 }));
            Assert.That(Oracle.Run(inputs, -(x / 2 - 3))[0], Is.EqualTo([2.5, 4, 1]));
        });
    }

    [Test]
    public void Operators_with_numbers_take_integers()
    {
        var graph = new Graph();
        var x = graph.Input("x", new Shape(3), DType.I32);
        var inputs = new Dictionary<string, double[]> { ["x"] = [1, -2, 7] };
        Assert.Multiple(() =>
        {
            Assert.That(Oracle.Run(inputs, x * 2 + 1)[0], Is.EqualTo(new double[] { 3, -3, 15 }));
            Assert.That(Oracle.Run(inputs, 1 - x)[0], Is.EqualTo(new double[] { 0, 3, -6 }));
            Assert.That(Oracle.Run(inputs, x / 2)[0], Is.EqualTo(new double[] { 0, -1, 3 }));
            Assert.That(() => x * 0.5f, Throws.ArgumentException);
        });
    }

    private sealed class Formula : Reference<ScaleOp>
    {
        protected override double[] Compute(ScaleOp op, Node node, double[][] x) => [.. x[0].Select(v => v * op.Factor + op.Shift)];
    }
}
