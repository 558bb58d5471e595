// Sums of squares of many tensors.
namespace CnnCompute.Tests;

public sealed class SquaredNormsOpTests
{
    private static readonly Shape[] Shapes = [new(1), new(3), new(13), new(2, 3, 3, 5), new(127, 41)];

    [TestCase(0u, double.PositiveInfinity)]
    [TestCase(2u, 0.4)]
    [TestCase(3u, 0.2)]
    public void SquaredNorms_matches_in_every_recipe(uint scaling, double clip)
    {
        var rows = NormRows.Of([.. Shapes.Select((s, i) => (Operand.In(1 + i), s.Count, scaling)), (Operand.In(5, 4 * 16, 4 * 40), 37L, scaling)]);
        new OpCase(g => g.Append(
            new SquaredNormsOp(rows, clip), [g.Input("control", 2), .. Shapes.Select((s, i) => g.Input($"x {i}", s))]))
        { Gradient = false }.Check();
    }

    [Test]
    public void A_row_beyond_its_input_is_refused()
    {
        var g = new Graph();
        var rows = NormRows.Of([(Operand.In(1), 4, 0u)]);
        Assert.That(() => g.Append(new SquaredNormsOp(rows), g.Value("control"), g.Input("x", 3)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("beyond its input"));
    }

    private sealed class Formula : Reference<SquaredNormsOp>
    {
        protected override double[] Compute(SquaredNormsOp op, Node node, double[][] x) =>
        [
            .. op.Rows.Sources.Select(row =>
            {
                var values = node.Inputs[row.Input].Shape.ToMemory<double>(x[row.Input]).AsSpan((int)row.Start, (int)row.Count).ToArray();
                return values.Sum(v =>
                {
                    var scaled = (row.Scaling & 1) != 0 ? v * x[0][0] : v;
                    return Math.Pow((row.Scaling & 2) != 0 && !double.IsNaN(scaled) ? Math.Clamp(scaled, -op.Clip, op.Clip) : scaled, 2);
                });
            }),
        ];
    }
}
