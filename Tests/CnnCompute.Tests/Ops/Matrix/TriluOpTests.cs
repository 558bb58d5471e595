// One triangle of matrices.
namespace CnnCompute.Tests;

public sealed class TriluOpTests
{
    [Test]
    public void Triangles_match_in_every_recipe_and_gradient([Values(-200, -2, 0, 1, 200)] int diagonal, [Values] bool upper)
    {
        foreach (var shape in new Shape[] { new(1, 1), new(3, 13), new(127, 3), new(2, 5, 4), new(2, 8, 5, 7), new(2, 3, 2, 4, 5) })
            new OpCase(g => upper ? g.Input("x", shape).Triu(diagonal) : g.Input("x", shape).Tril(diagonal)).Check();
        new OpCase(g => g.Input("x", new Shape(5, 7), DType.I32).Triu(diagonal))
        {
            Gradient = false,
            Values = (_, s) => SliceOpTests.Integers(s),
        }.Check();
    }

    [Test]
    public void The_unit_matrix_has_its_ones_on_the_diagonal()
    {
        var eye = new Graph().Eye(3, 4, 1);
        Assert.That(Oracle.Run(new Dictionary<string, double[]>(), eye)[0], Is.EqualTo(new double[] { 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1 }));
        new OpCase(g => g.Eye(13, 5, -2, DType.I32)) { Gradient = false }.Check();
    }

    [Test]
    public void Vectors_are_refused() =>
        Assert.That(() => new Graph().Input("x", 3).Triu(),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[3]").And.Message.Contains("matrices"));

    private sealed class Formula : Reference<TriluOp>
    {
        protected override double[] Compute(TriluOp op, Node node, double[][] x) =>
            [.. Places.Of(node.Shape).Select((p, i) => (op.Upper ? p[^1] - p[^2] >= op.Diagonal : p[^1] - p[^2] <= op.Diagonal) ? x[0][i] : 0)];
    }
}
