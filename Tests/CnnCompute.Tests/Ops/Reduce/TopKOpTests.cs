// The foremost elements along an axis.
namespace CnnCompute.Tests;

public sealed class TopKOpTests
{
    private static readonly (Shape, int, int)[] Cases =
    [
        (new(1), 0, 1), (new(127), 0, 13), (new(13), 0, 13), (new(3, 13), 1, 5), (new(13, 3), 0, 2), (new(2, 13, 3, 5), 1, 3),
        (new(2, 16, 3, 5), 2, 3), (new(2, 3, 3, 5), 3, 1), (new(2, 3, 2, 5, 2), -2, 4),
    ];

    [TestCaseSource(nameof(Cases))]
    public void TopK_matches_in_every_recipe_and_gradient((Shape X, int Axis, int K) c)
    {
        foreach (var largest in new[] { true, false })
        {
            new OpCase(g => g.Input("x", c.X).TopK(c.K, c.Axis, largest).Values)
            {
                Values = (key, s) => key == "x" ? OpCase.Distinct(s) : null,
            }.Check();
        }
    }

    [Test]
    public void Of_equals_the_lower_index_comes_first([Values] bool largest, [Values(DType.F32, DType.I32)] DType type) =>
        new OpCase(g => g.Input("x", new Shape(4, 50), type).TopK(50, 1, largest).Indices)
        {
            Gradient = false,
            Tolerance = 0,
            Values = (_, s) => [.. OpCase.Uniform(s, 1).Select((v, i) => i % 10 == 0 ? -0.0 : Math.Round(2 * v))],
        }.Check();

    [Test]
    public void A_thousand_classes_are_ordered() =>
        new OpCase(g => g.Input("x", 2, 1000).TopK(1000).Indices) { Gradient = false, Tolerance = 0, Values = (_, s) => OpCase.Distinct(s) }.Check();

    [Test]
    public void Infinities_and_not_a_number_have_their_places() =>
        new OpCase(g => g.Input("x", 7).TopK(7).Indices)
        {
            Gradient = false,
            Tolerance = 0,
            Values = (_, _) => [1, double.NaN, double.PositiveInfinity, -1, double.NegativeInfinity, double.NaN, 1e-40],
        }.Check();

    [Test]
    public void More_than_there_are_is_refused() =>
        Assert.That(() => new Graph().Input("x", 2, 5).TopK(6),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[2,5]").And.Message.Contains("axis 1 has no 6 elements"));

    [Test]
    [Explicit, Category("Perf")]
    public void Perf() => new OpCase(g => g.Input("x", 1, 1000).TopK(5).Values).Perf();

    private sealed class Formula : Reference<TopKOp>
    {
        protected override double[] Compute(TopKOp op, Node node, double[][] x)
        {
            var y = new double[node.Shape.Count];
            foreach (var (line, to) in SoftmaxOpTests.Lines(node.Inputs[0].Shape, op.Axis).Zip(SoftmaxOpTests.Lines(node.Shape, op.Axis)))
            {
                // Sorting by LINQ keeps the order of equals; NaN sorts first there, but is the largest here.
                double Key(int k) => double.IsNaN(x[0][line[k]]) ? double.MaxValue * 2 : Math.Clamp(x[0][line[k]], -double.MaxValue, double.MaxValue);
                var places = Enumerable.Range(0, line.Length);
                var order = (op.Largest ? places.OrderByDescending(Key) : places.OrderBy(Key)).ToArray();
                for (var k = 0; k < op.K; k++)
                    y[to[k]] = order[k];
            }
            return y;
        }
    }
}
