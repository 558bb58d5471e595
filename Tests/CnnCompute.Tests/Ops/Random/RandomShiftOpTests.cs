// Random translation: by seed, epoch and sample alone.
namespace CnnCompute.Tests;

public sealed class RandomShiftOpTests
{
    [TestCase(1, 1, 1, 1, 1)]
    [TestCase(13, 1, 7, 5, 2)]
    [TestCase(3, 3, 13, 127, 4)]
    [TestCase(5, 8, 3, 4, 3)]
    public void RandomShift_matches_in_every_recipe_and_gradient(int n, int c, int h, int w, int most) =>
        new OpCase(
            g => g.Input("x", n, c, h, w).RandomShift(g.Input("samples", new Shape(n), DType.I32), g.Value("key", new Shape(2), DType.I32), most))
        {
            Values = RandomFlipOpTests.Values,
        }.Check();

    [TestCase(13, 1, 7, 5, 2)]
    [TestCase(5, 8, 3, 4, 3)]
    public void The_edge_can_be_repeated(int n, int c, int h, int w, int most) =>
        new OpCase(g => g.Input("x", n, c, h, w)
            .RandomShift(g.Input("samples", new Shape(n), DType.I32), g.Value("key", new Shape(2), DType.I32), most, edgeFill: true))
        {
            Gradient = false,
            Values = RandomFlipOpTests.Values,
        }.Check();

    [Test]
    public void All_moves_up_to_the_most_occur()
    {
        var random = RandomKey.Stream(1, 2, 0);
        var moves = Enumerable.Range(0, 1000).Select(s => Move(random, s, 2)).Distinct().ToArray();
        Assert.That(moves, Has.Length.EqualTo(25));
        Assert.That(moves.Max(m => Math.Max(Math.Abs(m.Y), Math.Abs(m.X))), Is.EqualTo(2));
    }

    private static (int Y, int X) Move(Philox random, int sample, int most)
    {
        var (y, x, _, _) = random.Block((ulong)sample);
        return ((int)(y % (2 * most + 1)) - most, (int)(x % (2 * most + 1)) - most);
    }

    private sealed class Formula : Reference<RandomShiftOp>
    {
        protected override double[] Compute(RandomShiftOp op, Node node, double[][] x)
        {
            var random = RandomKey.Stream((int)x[2][0], x[2].Length > 1 ? (int)x[2][1] : 0, op.Id);
            int height = node.Shape[2], width = node.Shape[3], sign = op.Back ? -1 : 1;
            return
            [
                .. Places.Of(node.Shape).Select(p =>
                {
                    var (dy, dx) = Move(random, (int)x[1][p[0]], op.Most);
                    int h = p[2] - sign * dy, w = p[3] - sign * dx, hh = Math.Clamp(h, 0, height - 1), ww = Math.Clamp(w, 0, width - 1);
                    return op.EdgeFill || (h == hh && w == ww) ? x[0][Places.At(node.Shape, [p[0], p[1], hh, ww])] : 0;
                })
            ];
        }
    }
}
