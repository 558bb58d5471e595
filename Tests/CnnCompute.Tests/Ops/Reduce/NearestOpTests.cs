// The nearest of many, in one tile and in several.
namespace CnnCompute.Tests;

public sealed class NearestOpTests
{
    [TestCase(1, 1, 1)]
    [TestCase(3, 13, 3)]
    [TestCase(13, 127, 13)]
    [TestCase(127, 3, 5)]
    [TestCase(3, 300, 128)]
    public void The_nearest_of_a_row_come_in_order(int q, int r, int k) =>
        new OpCase(g => g.Input("d", q, r).Nearest(k)) { Gradient = false, Values = (_, s) => Whole(s) }.Check();

    [TestCase(1, 2)]
    [TestCase(5, 40)]
    [TestCase(127, 128)]
    public void Tiles_are_taken_up_one_after_another(int q, int r) =>
        new OpCase(g =>
        {
            var (d, k) = (g.Input("d", q, r), Math.Min(r, 7));
            return d.Slice(1, r / 2, r - (r / 2)).Nearest(k, r / 2, d.Slice(1, 0, r / 2).Nearest(k));
        })
        {
            Gradient = false,
            Values = (_, s) => Whole(s),
        }.Check();

    [Test]
    public void A_falling_row_that_moves_all_that_are_kept_at_every_column_is_walked_to_its_end()
    {
        const int Columns = 3000, K = 60;
        var graph = new Graph();
        var y = graph.Input("d", 2, Columns).Nearest(K);
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [y]);
        plan.Upload("d", [.. Enumerable.Range(0, 2 * Columns).Select(i => (float)(Columns - (i % Columns)))]);
        plan.Run();
        var expected = Enumerable.Range(0, K).Select(i => i + 1f).Concat(Enumerable.Range(0, K).Select(i => Columns - 1f - i)).ToArray();
        Assert.That(plan.Fetch(y), Is.EqualTo((float[])[.. expected, .. expected]));
    }

    [Test]
    public void Not_a_number_is_further_than_infinity_and_nearer_than_nothing()
    {
        var graph = new Graph();
        var d = graph.Input("d", 1, 6);
        var y = d.Nearest(8, 100);
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [y]);
        plan.Upload("d", [float.NaN, 2, float.PositiveInfinity, float.NaN, -1, 2]);
        plan.Run();
        const float Infinity = float.PositiveInfinity;
        Assert.That(plan.Fetch(y), Is.EqualTo((float[])
            [-1, 2, 2, Infinity, float.NaN, float.NaN, Infinity, Infinity, 104, 101, 105, 102, 100, 103, -1, -1]));
    }

    [TestCase(0)]
    [TestCase(NearestOp.MostKept + 1)]
    public void What_cannot_be_kept_is_refused(int k) =>
        Assert.That(() => new Graph().Input("d", 2, 5).Nearest(k), Throws.TypeOf<ShapeException>().With.Message.Contains($"not {k}"));

    [Test]
    [Explicit, Category("Perf")]
    public void Perf() => new OpCase(g => g.Input("d", 1000, 4096).Nearest(10)).Perf();

    // Few different numbers, so that many are equal; halves hold them.
    private static double[] Whole(Shape shape) => [.. OpCase.Uniform(shape, 5).Select(v => Math.Round(20 * v))];

    private sealed class Formula : Reference<NearestOp>
    {
        protected override double[] Compute(NearestOp op, Node node, double[][] x)
        {
            var columns = node.Inputs[0].Shape[1];
            var y = new double[node.Shape.Count];
            for (var row = 0; row < node.Shape[0]; row++)
            {
                var at = row * 2 * op.K;
                var former = x.Length < 2 ? [] : Enumerable.Range(at, op.K).Select(i => (D: x[1][i], Place: x[1][i + op.K])).Where(f => f.Place >= 0);
                // Sorting by LINQ keeps the order of equals.
                var all = former.Concat(Enumerable.Range(0, columns).Select(c => (D: x[0][(row * columns) + c], Place: (double)(op.First + c))))
                    .OrderBy(f => double.IsNaN(f.D)).ThenBy(f => f.D).ToArray();
                for (var k = 0; k < op.K; k++)
                    (y[at + k], y[at + op.K + k]) = k < all.Length ? all[k] : (double.PositiveInfinity, -1);
            }
            return y;
        }
    }
}
