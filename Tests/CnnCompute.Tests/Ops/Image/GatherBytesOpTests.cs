// Pictures chosen from a resident data set of bytes.
namespace CnnCompute.Tests;

public sealed class GatherBytesOpTests
{
    [TestCase(1, 1, 1, 1, 1)]
    [TestCase(5, 1, 13, 5, 3)]
    [TestCase(7, 2, 3, 5, 13)]
    [TestCase(4, 3, 13, 127, 3)]
    [TestCase(3, 1, 28, 28, 4)]
    [TestCase(3, 3, 8, 8, 127)]
    public void GatherBytes_matches_in_every_recipe(int pictures, int c, int h, int w, int n)
    {
        var data = new Shape(pictures, c, h, w);
        new OpCase(g => g.Input("bytes", new Shape((int)(data.Count + 3) / 4), DType.I32)
            .GatherBytes(g.Input("indices", new Shape(n), DType.I32), data, PixelNorm.Torch))
        {
            Gradient = false,
            Values = (key, s) => key == "indices"
                // Some are padding, some lie beyond the last.
                ? [.. Enumerable.Range(0, n).Select(i => (double)(((i * 7 + 3) % (pictures + 2)) - 1))]
                : [.. Enumerable.Range(0, (int)s.Count).Select(i => (double)(int)new Philox(5).Word((ulong)i))],
        }.Check();
    }

    [Test]
    public void Wrong_sizes_and_types_are_refused()
    {
        var graph = new Graph();
        var indices = graph.Input("indices", new Shape(2), DType.I32);
        Assert.That(() => graph.Input("few", new Shape(3), DType.I32).GatherBytes(indices, new Shape(1, 1, 4, 4), PixelNorm.Unit),
            Throws.TypeOf<ShapeException>().With.Message.Contains("needs 4 words"));
        Assert.That(() => graph.Input("bytes", new Shape(4), DType.I32).GatherBytes(graph.Input("floats", 2), new Shape(1, 1, 4, 4), PixelNorm.Unit),
            Throws.InstanceOf<Exception>().With.Message.Contains("indices"));
    }

    private sealed class Formula : Reference<GatherBytesOp>
    {
        protected override double[] Compute(GatherBytesOp op, Node node, double[][] x)
        {
            var s = op.Data;
            return
            [
                .. Places.Of(node.Shape).Select(p =>
                {
                    var sample = Math.Min((int)x[1][p[0]], s[0] - 1);
                    var at = ((sample * s[2] + p[2]) * s[3] + p[3]) * s[1] + p[1];
                    var value = sample < 0 ? 0 : ((int)x[0][at / 4] >> 8 * (at % 4)) & 255;
                    return value * (double)op.Norm[p[1]].Scale + op.Norm[p[1]].Shift;
                })
            ];
        }
    }
}
