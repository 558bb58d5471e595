// A tensor of one value.
namespace CnnCompute.Tests;

public sealed class FillOpTests
{
    [TestCase(1)]
    [TestCase(13)]
    [TestCase(127)]
    public void Fill_writes_every_element(int n) => new OpCase(g => g.Fill(new Shape(n), -2.5f)) { Gradient = false }.Check();

    [TestCase(int.MaxValue, DType.I32)]
    [TestCase(-16777217, DType.I32)]
    [TestCase(1, DType.Bool)]
    public void Integers_and_truth_values_are_exact(double value, DType type) =>
        new OpCase(g => g.Fill(new Shape(13), value, type)) { Gradient = false, Tolerance = 0 }.Check();

    [TestCase(0.5, DType.I32)]
    [TestCase(3e9, DType.I32)]
    [TestCase(2, DType.Bool)]
    public void Values_that_a_type_lacks_are_refused(double value, DType type) =>
        Assert.That(() => new Graph().Fill(new Shape(3), value, type), Throws.ArgumentException);

    private sealed class Formula : Reference<FillOp>
    {
        protected override double[] Compute(FillOp op, Node node, double[][] x) => [.. Enumerable.Repeat(op.Value, (int)node.Shape.Count)];
    }
}
