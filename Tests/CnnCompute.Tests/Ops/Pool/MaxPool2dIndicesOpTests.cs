// Positions of maxima, by PyTorch's and both of ONNX's counts.
namespace CnnCompute.Tests;

public sealed class MaxPool2dIndicesOpTests
{
    private static readonly (Shape, PoolWindow)[] Cases = PoolCases.All;

    [TestCaseSource(nameof(Cases))]
    public void Indices_match_in_every_recipe((Shape X, PoolWindow Window) c)
    {
        foreach (var index in Enum.GetValues<PoolIndex>())
        {
            // Few different values, so that there are equals.
            new OpCase(g => g.Input("x", c.X).MaxPool2dIndices(c.Window, index))
            {
                Gradient = false,
                Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => Math.Round(3 * v))],
            }.Check();
        }
    }

    [Test]
    public void Indices_are_PyTorchs_and_ONNXs()
    {
        var x = Enumerable.Range(1, 25).Select(i => (double)i).ToArray();
        var input = new Graph().Input("x", 1, 1, 5, 5);
        double[] Run(PoolIndex index) =>
            Oracle.Run(new Dictionary<string, double[]> { ["x"] = x }, input.MaxPool2dIndices(PoolWindow.Square(2, 2, 0, 1, false), index))[0];
        // ONNX's test_maxpool_with_argmax_2d_precomputed_strides.
        Assert.That(Run(PoolIndex.Tensor), Is.EqualTo(new double[] { 6, 8, 16, 18 }));
        Assert.That(Run(PoolIndex.TensorColumns), Is.EqualTo(new double[] { 6, 16, 8, 18 }));
    }

    private sealed class Formula : Reference<MaxPool2dIndicesOp>
    {
        protected override double[] Compute(MaxPool2dIndicesOp op, Node node, double[][] x)
        {
            var s = node.Inputs[0].Shape;
            return [.. PoolTaps.Of(op.Window, s, node.Shape).Select(o =>
            {
                if (o.Inside.Length == 0)
                    return -1.0;
                var (index, h, w) = Extreme.Winner(o.Inside, t => x[0][t.Index]);
                return op.Index switch
                {
                    PoolIndex.Plane => h * s[3] + w,
                    PoolIndex.Tensor => index,
                    _ => index / (s[2] * s[3]) * (s[2] * s[3]) + w * s[2] + h,
                };
            })];
        }
    }
}
