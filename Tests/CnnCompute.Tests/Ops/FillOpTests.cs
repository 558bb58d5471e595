// A tensor of one value.
namespace CnnCompute.Tests;

public sealed class FillOpTests
{
    [TestCase(1)]
    [TestCase(13)]
    [TestCase(127)]
    public void Fill_writes_every_element(int n) => new OpCase(g => g.Fill(new Shape(n), -2.5f)) { Gradient = false }.Check();

    private sealed class Formula : Reference<FillOp>
    {
        protected override double[] Compute(FillOp op, Node node, double[][] x) => [.. Enumerable.Repeat((double)op.Value, (int)node.Shape.Count)];
    }
}
