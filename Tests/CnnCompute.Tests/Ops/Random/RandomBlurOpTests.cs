// Smoothing by Gaussians of random width: by seed, epoch and sample alone.
namespace CnnCompute.Tests;

public sealed class RandomBlurOpTests
{
    [TestCase(1, 1, 1, 1, 3)]
    [TestCase(13, 1, 3, 5, 5)]
    [TestCase(3, 3, 13, 127, 9)]
    [TestCase(2, 8, 2, 4, 9)]
    public void RandomBlur_matches_in_every_recipe(int n, int c, int h, int w, int kernel) =>
        new OpCase(g => g.Input("x", n, c, h, w)
            .RandomBlur(g.Input("samples", new Shape(n), DType.I32), g.Value("key", new Shape(2), DType.I32), kernel, 0.3f, 2, 0.7f))
        {
            Gradient = false,
            Values = RandomFlipOpTests.Values,
        }.Check();

    private sealed class Formula : Reference<RandomBlurOp>
    {
        protected override double[] Compute(RandomBlurOp op, Node node, double[][] x)
        {
            var (shape, reach) = (node.Shape, op.Kernel / 2);
            var y = x[0];
            foreach (var axis in new[] { 2, 3 })
            {
                var from = y;
                y = [.. Places.Of(shape).Select(p =>
                {
                    var draws = new Draws(x[2], op.Id, (int)x[1][p[0]]);
                    var sigma = draws.Between(0, 1, op.Low, op.High);
                    if (draws.U(0, 0) >= op.P || shape[axis] == 1)
                        return from[Places.At(shape, p)];
                    double sum = 0, weights = 0;
                    for (var k = -reach; k <= reach; k++)
                    {
                        int[] q = [.. p];
                        q[axis] += k;
                        while (q[axis] < 0 || q[axis] >= shape[axis])
                            q[axis] = q[axis] < 0 ? -q[axis] : (2 * shape[axis]) - 2 - q[axis];
                        var weight = Math.Exp(-k * k / (2 * sigma * sigma));
                        (sum, weights) = (sum + (weight > 1e-44 ? weight * from[Places.At(shape, q)] : 0), weights + weight);
                    }
                    return sum / weights;
                })];
            }
            return y;
        }
    }
}
