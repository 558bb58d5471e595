// Packed bytes as pictures.
namespace CnnCompute.Tests;

public sealed class UnpackBytesOpTests
{
    [TestCase(1, 1, 1, 1)]
    [TestCase(3, 1, 13, 5)]
    [TestCase(2, 2, 3, 5)]
    [TestCase(2, 3, 13, 127)]
    [TestCase(4, 1, 28, 28)]
    public void UnpackBytes_matches_in_every_recipe(int n, int c, int h, int w)
    {
        var shape = new Shape(n, c, h, w);
        new OpCase(g => g.Input("bytes", new Shape((int)(shape.Count + 3) / 4), DType.I32).UnpackBytes(shape, PixelNorm.Torch))
        {
            Gradient = false,
            Values = (_, s) => [.. Enumerable.Range(0, (int)s.Count).Select(i => (double)(int)new Philox(5).Word((ulong)i))],
        }.Check();
    }

    [Test]
    public void Too_few_words_are_refused() =>
        Assert.That(() => new Graph().Input("bytes", new Shape(3), DType.I32).UnpackBytes(new Shape(1, 1, 4, 4), PixelNorm.Unit),
            Throws.TypeOf<ShapeException>().With.Message.Contains("needs 4 words"));

    private sealed class Formula : Reference<UnpackBytesOp>
    {
        protected override double[] Compute(UnpackBytesOp op, Node node, double[][] x)
        {
            var s = node.Shape;
            return
            [
                .. Places.Of(s).Select(p =>
                {
                    var at = ((p[0] * s[2] + p[2]) * s[3] + p[3]) * s[1] + p[1];
                    return (((int)x[0][at / 4] >> 8 * (at % 4)) & 255) * (double)op.Norm[p[1]].Scale + op.Norm[p[1]].Shift;
                })
            ];
        }
    }
}
