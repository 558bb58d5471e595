// Writing some rows of a parameter.
namespace CnnCompute.Tests;

public sealed class IndexCopyOpTests
{
    private static readonly (int Rows, int[] Row, double[] Index)[] Cases =
        [(1, [1], [0]), (3, [13], [2, 0]), (5, [127], [-1, 3]), (4, [8], [1]), (3, [4, 2, 3], [-1, -1]), (6, [64], [5, 0, 2])];

    [TestCaseSource(nameof(Cases))]
    public void Rows_with_an_index_become_the_values((int Rows, int[] Row, double[] Index) c)
    {
        var target = new Parameter("target", new Shape([c.Rows, .. c.Row]), () => new float[c.Rows * c.Row.Aggregate((a, b) => a * b)], false);
        new OpCase(
            g => g.Input("x", new Shape([c.Index.Length, .. c.Row])).IndexCopyTo(target, g.Input("index", new Shape(c.Index.Length), DType.I32)))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (key, _) => key == "index" ? c.Index : null,
        }.Check();
    }

    [Test]
    public void Rows_of_another_shape_and_indices_that_are_no_integers_are_refused()
    {
        var (graph, target) = (new Graph(), new Parameter("target", new Shape(3, 4), new float[12], false));
        Assert.That(() => graph.Input("x", 1, 5).IndexCopyTo(target, graph.Labels("i", 1)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("target"));
        Assert.That(() => graph.Input("y", 1, 4).IndexCopyTo(target, graph.Input("f", 1)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("I32"));
    }

    private sealed class Formula : Reference<IndexCopyOp>
    {
        protected override double[] Compute(IndexCopyOp op, Node node, double[][] x, Oracle run)
        {
            var (target, length) = (run.Update(op.Target), x[1].Length / x[0].Length);
            for (var k = 0; k < x[0].Length; k++)
            {
                if (x[0][k] >= 0)
                    x[1].AsSpan(k * length, length).CopyTo(target.AsSpan((int)x[0][k] * length));
            }
            return [];
        }
    }
}
