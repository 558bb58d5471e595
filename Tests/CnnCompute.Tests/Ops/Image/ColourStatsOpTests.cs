// Statistics of whole pictures: means, ends and what equalize makes of bytes, against Pillow's formula.
namespace CnnCompute.Tests;

public sealed class ColourStatsOpTests
{
    [TestCase(1, 1, 1, 1, 2)]
    [TestCase(3, 3, 13, 7, 9)]
    [TestCase(2, 1, 40, 30, 9)]
    [TestCase(4, 3, 13, 127, 10)]
    [TestCase(2, 3, 5, 5, 1)]
    public void Statistics_match_in_every_recipe(int n, int c, int h, int w, int code) =>
        new OpCase(g =>
        {
            Tensor x = g.Input("x", n, c, h, w), table = g.Input("table", n, 4, 8);
            return g.Append(new ColourStatsOp(1, 4, ColourCodes.Of(1 << 11, 1u << code, 1 << 1)), x, table);
        })
        {
            Gradient = false,
            // Before the step that asks comes one that inverts, but in the first picture.
            Values = (key, shape) => key == "table"
                ? [.. Enumerable.Range(0, n * 4).SelectMany(
                    i => (double[])[i % 4 == 0 ? 2 : i % 4 == 1 ? (i == 1 ? 0 : 11) : i % 4 == 2 ? code : 1, 0.5, 0, 0, 0, 0, 0, 0])]
                : [.. OpCase.Uniform(shape, 6).Select(v => (v + 1) * 100)],
        }.Check();

    private sealed class Formula : Reference<ColourStatsOp>
    {
        public override string? NaNIsNotFollowed(int operand) => "pictures of bytes are counted";

        protected override double[] Compute(ColourStatsOp op, Node node, double[][] x)
        {
            var (shape, slots, width) = (node.Inputs[0].Shape, node.Inputs[1].Shape[1], node.Shape[1]);
            var result = new double[node.Shape.Count];
            var (pixels, channels) = (shape[2] * shape[3], shape[1]);
            for (var n = 0; n < shape[0]; n++)
            {
                int Code(int k) => (int)x[1][((n * slots) + k) * 8];
                var asking = Enumerable.Range(op.First, op.End - op.First).FirstOrDefault(k => Code(k) is 2 or 9 or 10, -1);
                if (asking < 0)
                    continue;
                double[][] values = [.. Enumerable.Range(0, pixels).Select(i => ColourFormulas.Apply(
                    [.. Enumerable.Range(0, channels).Select(c => x[0][(((n * channels) + c) * pixels) + i])], x[1], n * slots, op.First, asking, [],
                    i, shape, null))];
                var o = n * width;
                result[o] = values.Average(ColourFormulas.Grey);
                for (var c = 0; c < 3; c++)
                {
                    // A grey picture's three are one.
                    var at = Math.Min(c, channels - 1);
                    (result[o + 1 + c], result[o + 4 + c]) = (values.Min(v => v[at]), values.Max(v => v[at]));
                    if (width == 8 || Code(asking) != 9)
                        continue;
                    var histogram = new int[256];
                    foreach (var v in values)
                        histogram[(int)ColourFormulas.ToByte(v[at])]++;
                    var step = (pixels - histogram.Last(b => b > 0)) / 255;
                    var sum = step / 2;
                    for (var b = 0; b < 256; b++)
                    {
                        result[o + 8 + (c * 256) + b] = step == 0 ? b : Math.Min(sum / step, 255);
                        sum += histogram[b];
                    }
                }
            }
            return result;
        }
    }
}
