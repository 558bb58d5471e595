// Shares and rectangles of mixed batches: against the same draws in double, and as Beta distributes them.
namespace CnnCompute.Tests;

public sealed class RandomMixOpTests
{
    [TestCase(1, false, 1)]
    [TestCase(0.2f, false, 1)]
    [TestCase(0.4f, true, 1)]
    [TestCase(3, true, 1)]
    [TestCase(1, true, 0)]
    public void RandomMix_matches_in_every_recipe(float alpha, bool cuts, float p) =>
        new OpCase(g => g.Input("samples", new Shape(13), DType.I32).RandomMix(g.Value("key", new Shape(2), DType.I32), alpha, cuts, 28, 33, p))
        {
            Gradient = false,
            Values = (key, s) => key == "samples" ? [.. Enumerable.Range(0, 13).Select(i => 4242.0 + i)] : RandomFlipOpTests.Values(key, s),
            Tolerance = 2e-5,
        }.Check();

    [TestCase(1, 0.5, 1.0 / 12)]
    [TestCase(0.3f, 0.5, 0.25 / 1.6)]
    [TestCase(4, 0.5, 0.25 / 9)]
    public void Shares_have_the_mean_and_variance_of_Beta(float alpha, double mean, double variance)
    {
        double[] shares = [.. Enumerable.Range(0, 4000).Select(i => Formula.Share(new Draws([3, 1], 0, i), alpha))];
        Assert.That(shares, Is.All.InRange(0, 1));
        Assert.That(shares.Average(), Is.EqualTo(mean).Within(0.02));
        Assert.That(shares.Average(s => (s - mean) * (s - mean)), Is.EqualTo(variance).Within(0.01));
    }

    private sealed class Formula : Reference<RandomMixOp>
    {
        /// <summary>A share of Beta(alpha, alpha) as a quotient of two numbers of the gamma distribution.</summary>
        public static double Share(Draws d, double alpha)
        {
            double a = LogGamma(d, alpha, 1), b = LogGamma(d, alpha, 1000);
            return 1 / (1 + Math.Exp(b - a));
        }

        protected override double[] Compute(RandomMixOp op, Node node, double[][] x)
        {
            var d = new Draws(x[1], op.Id, (int)x[0][0]);
            if (d.U(0, 0) >= op.P)
                return [1, 0, 0, 0, 0, op.Cuts ? 1 : 0, 0, 0];
            var share = Share(d, op.Alpha);
            if (!op.Cuts)
                return [share, 0, 0, 0, 0, 0, 0, 0];
            int y = d.Below(0, 1, op.Height), row = d.Below(0, 2, op.Width);
            int h = (int)(0.5 * Math.Sqrt(1 - share) * op.Height), w = (int)(0.5 * Math.Sqrt(1 - share) * op.Width);
            int top = Math.Max(y - h, 0), left = Math.Max(row - w, 0), bottom = Math.Min(y + h, op.Height), right = Math.Min(row + w, op.Width);
            return [1 - ((bottom - top) * (right - left) / (double)(op.Height * op.Width)), top, left, bottom, right, 1, 0, 0];
        }

        // Marsaglia & Tsang, "A Simple Method for Generating Gamma Variables", 2000.
        private static double LogGamma(Draws draws, double alpha, int k)
        {
            double shape = alpha < 1 ? alpha + 1 : alpha, d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
            for (var t = 0; ; t++)
            {
                double normal = draws.Normals(k + t, 0).Item1, v = Math.Pow(1 + (c * normal), 3), u = draws.U(k + t, 2) + (1 / 16777216.0);
                if (v > 0 && Math.Log(u) < (0.5 * normal * normal) + d - (d * v) + (d * Math.Log(v)))
                    return Math.Log(d * v) + (alpha < 1 ? Math.Log(draws.U(k + 100, 0) + (1 / 16777216.0)) / alpha : 0);
            }
        }
    }
}
