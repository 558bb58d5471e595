// Elements put to places along one axis.
namespace CnnCompute.Tests;

public sealed class ScatterElementsOpTests
{
    private static readonly (Shape, int, Shape)[] Cases =
    [
        (new(1), 0, new(1)), (new(127), 0, new(13)), (new(5, 8), 0, new(3, 8)), (new(5, 13), 1, new(4, 2)), (new(2, 16, 3, 5), 1, new(2, 7, 3, 5)),
        (new(2, 13, 3, 5), 2, new(1, 13, 2, 3)), (new(2, 3, 3, 5), 3, new(2, 3, 3, 1)), (new(3, 4, 5), -2, new(3, 2, 5)),
        (new(2, 3, 2, 3, 2, 3), 4, new(1, 3, 2, 2, 2, 3)),
    ];

    private static IEnumerable<TestCaseData> All() =>
        from reduction in Enum.GetValues<ScatterReduction>() from c in Cases select new TestCaseData(reduction, c.Item1, c.Item2, c.Item3);

    [TestCaseSource(nameof(All))]
    public void Scattering_matches_in_every_recipe_and_gradient(ScatterReduction reduction, Shape x, int axis, Shape at) =>
        new OpCase(g => g.Input("x", x).ScatterElements(axis, g.Input("at", at, DType.I32), g.Input("u", at), reduction))
        {
            // Written once each, since of several writers only the last has a derivative; combined, some meet.
            Values = (key, s) => key == "at" ? reduction == ScatterReduction.None ? Permuted(s, axis, x[axis]) : GatherOpTests.Indices(s, x[axis])
                : key is "x" or "u" ? [.. OpCase.Distinct(new Shape((int)s.Count)).Select(v => (v + 1.5) * (key == "u" ? 1.0137 : 1))] : null,
            Tolerance = 2e-5,
        }.Check();

    [Test]
    public void Factors_of_zero_have_the_right_gradient() =>
        new OpCase(g => g.Input("x", 6).ScatterElements(0, g.Input("at", new Shape(8), DType.I32), g.Input("u", 8), ScatterReduction.Mul))
        {
            // Places with: no factor, one, zero among updates, zero in the data, two zeros, several factors.
            Values = (key, _) => key switch
            {
                "x" => [0.5, 2, 3, 0, 0, 1.5],
                "at" => [1, 2, 2, 3, 4, 5, 5, 5],
                "u" => [2, 0, 3, 4, 0, 2, 0.5, 3],
                _ => null,
            },
        }.Check();

    [Test]
    public void Ties_share_the_gradient()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2), u = graph.Input("u", 3),
            y = x.ScatterElements(0, graph.Input("at", new Shape(3), DType.I32), u, ScatterReduction.Max);
        var grads = Autodiff.Gradients(y, [x, u]);
        var values = Oracle.Run(new Dictionary<string, double[]> { ["x"] = [3, 5], ["at"] = [0, 0, 1], ["u"] = [3, 3, 1] }, grads);
        Assert.That(values[0], Is.EqualTo([1 / 3.0, 1]).Within(1e-7));
        Assert.That(values[1], Is.EqualTo([1 / 3.0, 1 / 3.0, 0]).Within(1e-7));
    }

    [Test]
    public void The_last_of_several_stays_and_indices_outside_are_clamped([Values] ScatterReduction reduction) =>
        new OpCase(g => g.Input("x", new Shape(4), DType.I32)
            .ScatterElements(0, g.Input("at", new Shape(7), DType.I32), g.Input("u", new Shape(7), DType.I32), reduction))
        {
            Gradient = false,
            Values = (key, _) => key switch { "x" => [1, -2, 3, -4], "at" => [1, 1, 7, -9, -1, 1, int.MinValue], _ => [5, -6, 7, 8, -9, 10, 11] },
        }.Check();

    [Test]
    public void Many_indices_are_cut_into_launches() =>
        new OpCase(g => g.Input("x", 3).ScatterElements(0, g.Input("at", new Shape(70_000), DType.I32), g.Input("u", 70_000), ScatterReduction.Add))
        {
            Gradient = false,
            Tolerance = 1e-4,
            Values = (key, s) => key == "at" ? GatherOpTests.Indices(s, 3) : key == "u" ? [.. OpCase.Uniform(s, 2).Select(v => v + 1)] : null,
        }.Check();

    private static readonly (Shape, Shape)[] Nd =
    [
        (new(8), new(4, 1)), (new(4, 4, 4), new(2, 1)), (new(3, 4, 8), new(2, 3, 2)), (new(2, 3, 4, 5), new(3, 4)), (new(2, 3, 4, 5), new(2, 2)),
    ];

    [TestCaseSource(nameof(Nd))]
    public void Coordinates_match_in_every_recipe_and_gradient((Shape X, Shape Indices) c)
    {
        var n = c.Indices[-1];
        var updates = new Shape([.. c.Indices.ToArray()[..^1], .. c.X.ToArray()[n..]]);
        // Rows of coordinates that differ: their places count up by a step that shares no divisor.
        double[] At(Shape s) =>
            [.. Enumerable.Range(0, (int)s.Count / n).SelectMany(q => Coordinates(q * 5 % (int)new Shape(c.X.ToArray()[..n]).Count))];
        double[] Coordinates(int flat)
        {
            var place = new double[n];
            for (var k = n - 1; k >= 0; k--)
                (place[k], flat) = (flat % c.X[k], flat / c.X[k]);
            return place;
        }
        foreach (var reduction in new[] { ScatterReduction.None, ScatterReduction.Add })
        {
            new OpCase(g => g.Input("x", c.X).ScatterNd(g.Input("at", c.Indices, DType.I32), g.Input("u", updates), reduction))
            {
                Values = (key, s) => key == "at" ? At(s) : null,
            }.Check();
        }
    }

    [Test]
    public void Slices_are_written_as_ONNX_says()
    {
        var graph = new Graph();
        var y = graph.Input("x", 4, 2).ScatterNd(graph.Input("at", new Shape(3, 1), DType.I32), graph.Input("u", 3, 2), ScatterReduction.Add);
        Assert.That(Oracle.Run(
            new Dictionary<string, double[]> { ["x"] = [0, 1, 2, 3, 4, 5, 6, 7], ["at"] = [2, -4, 2], ["u"] = [10, 20, 30, 40, 50, 60] }, y)[0],
            Is.EqualTo(new double[] { 30, 41, 2, 3, 64, 85, 6, 7 }));
    }

    [Test]
    public void Shapes_and_types_that_do_not_fit_are_refused()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 4, 3), at = graph.Input("at", new Shape(2, 3), DType.I32), u = graph.Input("u", 2, 2);
        Assert.That(() => x.ScatterElements(0, at, u),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[4,3], [2,3], [2,2]").And.Message.Contains("differ"));
        Assert.That(() => x.ScatterElements(0, at, at), Throws.TypeOf<ShapeException>().With.Message.Contains("F32, I32, I32"));
        Assert.That(() => x.ScatterNd(at, u), Throws.TypeOf<ShapeException>().With.Message.Contains("coordinates"));
    }

    // Different indices along each line.
    private static double[] Permuted(Shape shape, int axis, int extent)
    {
        var a = axis < 0 ? axis + shape.Rank : axis;
        return [.. Places.Of(shape).Select(p => (double)(p.Sum() % extent) - (p[a] % 2 == 1 ? extent : 0))];
    }

    private sealed class Formula : Reference<ScatterElementsOp>
    {
        protected override double[] Compute(ScatterElementsOp op, Node node, double[][] x)
        {
            var (y, i) = ((double[])x[0].Clone(), 0);
            foreach (var p in Places.Of(node.Inputs[1].Shape))
            {
                var to = (int[])p.Clone();
                to[op.Axis] = GatherOpTests.Wrap(x[1][i], node.Shape[op.Axis]);
                var (at, u) = (Places.At(node.Shape, to), x[2][i++]);
                y[at] = op.Reduction switch
                {
                    ScatterReduction.Add => y[at] + u,
                    ScatterReduction.Mul => y[at] * u,
                    ScatterReduction.Max => Math.Max(y[at], u),
                    ScatterReduction.Min => Math.Min(y[at], u),
                    _ => u,
                };
            }
            return y;
        }
    }
}
