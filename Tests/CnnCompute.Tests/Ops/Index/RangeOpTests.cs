// Numbers at equal distances.
namespace CnnCompute.Tests;

public sealed class RangeOpTests
{
    [TestCase(0, 1, 1)]
    [TestCase(2, 15, 1)]
    [TestCase(10, -3, -0.1)]
    [TestCase(0.5, 40, 0.3)]
    public void Floats_match(double start, double end, double step) => new OpCase(g => g.Range(start, end, step)) { Gradient = false }.Check();

    [TestCase(0, 127, 1)]
    [TestCase(16777217, 16777230, 3)]
    [TestCase(5, -20, -2)]
    public void Integers_match(double start, double end, double step) =>
        new OpCase(g => g.Range(start, end, step, DType.I32)) { Gradient = false, Tolerance = 0 }.Check();

    [Test]
    public void The_end_is_not_reached()
    {
        Assert.That(new Graph().Range(0, 5, 2).Shape, Is.EqualTo(new Shape(3)));
        Assert.That(new Graph().Range(0, 4, 2).Shape, Is.EqualTo(new Shape(2)));
        foreach (var (end, step) in new[] { (-1.0, 1.0), (5, 0), (0, 1), (1e10, 1) })
            Assert.That(() => new Graph().Range(0, end, step), Throws.TypeOf<ShapeException>().With.Message.Contains("Range from 0"));
    }

    private sealed class Formula : Reference<RangeOp>
    {
        protected override double[] Compute(RangeOp op, Node node, double[][] x) =>
            [.. Enumerable.Range(0, op.Count).Select(i => op.Start + i * op.Step)];
    }
}
