// Elements of one axis, or of several, chosen by indices.
namespace CnnCompute.Tests;

public sealed class GatherOpTests
{
    private static readonly (Shape, int, Shape)[] Cases =
    [
        (new(1), 0, new(1)), (new(13), 0, new(127)), (new(5, 8), 0, new(3)), (new(5, 13), 1, new(2, 3)), (new(5, 3), 1, new()),
        (new(2, 16, 3, 5), 1, new(7)), (new(2, 16, 3, 5), 2, new(4)), (new(2, 3, 3, 5), 3, new(9)), (new(2, 16, 3, 5), 0, new(2, 2)),
        (new(4, 3, 5), -1, new(2, 3)), (new(3, 4), 0, new(2, 1, 3)), (new(2, 1, 2, 3, 2, 3), 3, new(2, 2, 1)), (new(1, 3), 0, new(4)),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Gather_matches_in_every_recipe_and_gradient((Shape X, int Axis, Shape Indices) c) =>
        new OpCase(g => g.Input("x", c.X).Gather(c.Axis, g.Input("at", c.Indices, DType.I32)))
        {
            Values = (key, s) => key == "at" ? Indices(s, c.X[c.Axis]) : null,
        }.Check();

    [Test]
    public void Indices_outside_read_the_nearest_element() =>
        new OpCase(g => g.Input("x", 5, 8).Gather(0, g.Input("at", new Shape(6), DType.I32)))
        {
            Values = (key, _) => key == "at" ? [5, -6, int.MaxValue, int.MinValue, -1, 0] : null,
        }.Check();

    [Test]
    public void Integers_keep_their_bits() =>
        new OpCase(g => g.Input("x", new Shape(5, 8), DType.I32).Gather(1, g.Input("at", new Shape(13), DType.I32)))
        {
            Gradient = false,
            Values = (key, s) => key == "at" ? Indices(s, 8) : SliceOpTests.Integers(s),
        }.Check();

    [Test]
    public void Many_indices_are_cut_into_launches() =>
        new OpCase(g => g.Input("x", 3, 2).Gather(0, g.Input("at", new Shape(70_000), DType.I32)))
        {
            Tolerance = 1e-4,
            Values = (key, s) => key == "at" ? Indices(s, 3) : null,
        }.CheckRecipes();

    private static readonly (Shape, Shape, int)[] Nd =
    [
        (new(5), new(3, 1), 0), (new(3, 4), new(5, 2), 0), (new(3, 4, 8), new(2, 3, 2), 0), (new(2, 3, 4, 5), new(7, 3), 0),
        (new(2, 3, 4, 5), new(2, 6, 1), 1), (new(2, 3, 4, 8), new(2, 3, 2, 1), 2), (new(2, 3, 2, 3, 4), new(2, 2, 3), 1),
    ];

    [TestCaseSource(nameof(Nd))]
    public void Coordinates_match_in_every_recipe_and_gradient((Shape X, Shape Indices, int Batch) c)
    {
        double[] At(Shape s) =>
            [.. Indices(s, 100).Select((v, i) => c.X[c.Batch + i % s[-1]] is var d ? ((v % d) + d) % d - (i % 4 == 1 ? d : 0) : 0)];
        new OpCase(g => g.Input("x", c.X).GatherNd(g.Input("at", c.Indices, DType.I32), c.Batch))
        {
            Values = (key, s) => key == "at" ? At(s) : null,
        }.Check();
        // What the composition means, by the formula of ONNX's text.
        var graph = new Graph();
        var y = graph.Input("x", c.X).GatherNd(graph.Input("at", c.Indices, DType.I32), c.Batch);
        double[] x = OpCase.Uniform(c.X, 1), at = At(c.Indices);
        var n = c.Indices[-1];
        var expected = Places.Of(y.Shape).Select(p =>
        {
            int[] row = [.. p[..(c.Indices.Rank - 1)]];
            var chosen = Enumerable.Range(0, n).Select(k => (int)at[Places.At(c.Indices, [.. row, k])] is var v && v < 0 ? v + c.X[c.Batch + k] : v);
            return x[Places.At(c.X, [.. p[..c.Batch], .. chosen, .. p[(c.Indices.Rank - 1)..]])];
        }).ToArray();
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = x, ["at"] = at }, y)[0], Is.EqualTo(expected));
    }

    [Test]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 3), at = graph.Input("at", new Shape(4, 3), DType.I32), wrong = graph.Input("wrong", 4, 2);
        Assert.That(() => x.Gather(2, at), Throws.TypeOf<ShapeException>().With.Message.Contains("[2,3]").And.Message.Contains("axis 2"));
        Assert.That(() => x.Gather(0, wrong), Throws.TypeOf<ShapeException>().With.Message.Contains("indices must be I32"));
        Assert.That(() => x.GatherNd(at), Throws.TypeOf<ShapeException>().With.Message.Contains("[2,3], [4,3]").And.Message.Contains("coordinates"));
        Assert.That(() => x.GatherNd(at, 1), Throws.TypeOf<ShapeException>().With.Message.Contains("batch"));
    }

    /// <summary>Indices into an axis, some of them negative.</summary>
    internal static double[] Indices(Shape shape, int extent) =>
        [.. Enumerable.Range(0, (int)shape.Count).Select(i => (double)(new Philox(17).Word((ulong)i) % (uint)extent) - (i % 3 == 1 ? extent : 0))];

    /// <summary>An index as the ops read it.</summary>
    internal static int Wrap(double index, int extent) => (int)Math.Clamp(index < 0 ? index + extent : index, 0, extent - 1);

    private sealed class Formula : Reference<GatherOp>
    {
        protected override double[] Compute(GatherOp op, Node node, double[][] x)
        {
            var shape = node.Inputs[0].Shape;
            return
            [
                .. Places.Of(node.Shape).Select(p =>
                {
                    var from = (int[])p.Clone();
                    from[op.Axis] = Wrap(x[1][p[op.Axis]], shape[op.Axis]);
                    return x[0][Places.At(shape, from)];
                })
            ];
        }
    }

    private sealed class GradFormula : Reference<GatherGradOp>
    {
        protected override double[] Compute(GatherGradOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            var i = 0;
            foreach (var p in Places.Of(node.Inputs[1].Shape))
            {
                var to = (int[])p.Clone();
                to[op.Axis] = Wrap(x[0][p[op.Axis]], op.Full);
                dx[Places.At(node.Shape, to)] += x[1][i++];
            }
            return dx;
        }
    }
}
