// Pictures mixed with their neighbours in the batch, and rows that take no part.
namespace CnnCompute.Tests;

public sealed class MixOpTests
{
    private static readonly double[] Mixed = [0.3, 0, 0, 0, 0, 0, 0, 0], Cut = [0.7, 1, 0, 3, 2, 1, 0, 0];

    [TestCase(1, 1, 3, 3, false)]
    [TestCase(13, 1, 3, 5, true)]
    [TestCase(3, 3, 13, 127, false)]
    [TestCase(5, 8, 4, 4, true)]
    public void Mix_matches_in_every_recipe_and_gradient(int n, int c, int h, int w, bool cuts) =>
        new OpCase(g => g.Input("x", n, c, h, w).Mix(g.Labels("labels", n), g.Value("drawn", new Shape(8))))
        {
            Values = (key, _) => Values(key, n, cuts),
        }.Check();

    internal static double[]? Values(string key, int n, bool cuts) => key switch
    {
        "labels" => [.. Enumerable.Range(0, n).Select(i => i == n - 2 ? -1.0 : i % 3)],
        "drawn" => cuts ? Cut : Mixed,
        _ => null,
    };

    private sealed class Formula : Reference<MixOp>
    {
        public override string? NaNIsNotFollowed(int operand) => operand == 2 ? "what is drawn is a number" : null;

        protected override double[] Compute(MixOp op, Node node, double[][] x)
        {
            var (shape, d) = (node.Shape, x[2]);
            var result = new double[shape.Count];
            foreach (var p in Places.Of(shape))
            {
                int other = (p[0] + shape[0] - 1) % shape[0], here = Places.At(shape, p), there = Places.At(shape, [other, p[1], p[2], p[3]]);
                var inside = p[2] >= d[1] && p[3] >= d[2] && p[2] < d[3] && p[3] < d[4];
                var share = x[1][p[0]] < 0 || x[1][other] < 0 ? 1 : d[5] == 0 ? d[0] : inside ? 0 : 1;
                foreach (var (weight, from) in new[] { (share, here), (1 - share, there) })
                {
                    if (weight > 0)
                        result[op.Back ? from : here] += weight * x[0][op.Back ? here : from];
                }
            }
            return result;
        }
    }
}
