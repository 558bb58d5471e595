// Change of element type: every pair of types, extremes.
namespace CnnCompute.Tests;

public sealed class CastOpTests
{
    private static readonly (DType, DType)[] Pairs =
        [
            (DType.F32, DType.I32), (DType.F32, DType.Bool), (DType.I32, DType.F32), (DType.I32, DType.Bool), (DType.Bool, DType.F32),
            (DType.Bool, DType.I32),
        ];

    [Test]
    public void Cast_matches_in_every_recipe([ValueSource(nameof(Pairs))] (DType From, DType To) c, [Values(1, 3, 13, 127)] int n) =>
        new OpCase(g => g.Input("x", new Shape(n), c.From).Cast(c.To))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (_, s) => c.From == DType.Bool
                ? Elementwise.Truths(s)
                : [.. Elementwise.Ints(s, 9).Select(v => c.From == DType.F32 ? v / 2 : v)],
        }.Check();

    [Test]
    public void Floats_are_cut_saturate_and_NaN_is_nothing()
    {
        double[] x = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 3e9, -3e9, 2147483520, -2147483648, 0.99, -0.99, 1e-30];
        new OpCase(g => g.Input("x", x.Length).Cast(DType.I32)) { Gradient = false, Tolerance = 0, Values = (_, _) => x }.Check();
        new OpCase(g => g.Input("x", x.Length).Cast(DType.Bool)) { Gradient = false, Tolerance = 0, Values = (_, _) => x }.Check();
    }

    [Test]
    public void The_same_type_is_the_value_itself()
    {
        var x = new Graph().Input("x", 3);
        Assert.That(x.Cast(DType.F32), Is.EqualTo(x));
        Assert.That(() => x.Graph.Append(new CastOp(DType.F32), x), Throws.TypeOf<ShapeException>());
    }

    private sealed class Formula : Reference<CastOp>
    {
        protected override double[] Compute(CastOp op, Node node, double[][] x) => [.. x[0].Select(v => op.To switch
        {
            DType.Bool => v != 0 ? 1 : 0,
            DType.I32 => double.IsNaN(v) ? 0 : Math.Clamp(Math.Truncate(v), int.MinValue, int.MaxValue),
            _ => (double)(float)v,
        })];
    }
}
