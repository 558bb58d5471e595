// Comparisons of two operands: each in every recipe, of every type that it takes.
namespace CnnCompute.Tests;

public sealed class ComparisonOpTests
{
    private static readonly Case[] Cases =
    [
        new(Comparison.Less, (a, b) => a.Less(b), (a, b) => a < b, [DType.F32, DType.I32]),
        new(Comparison.LessEqual, (a, b) => a.LessEqual(b), (a, b) => a <= b, [DType.F32, DType.I32]),
        new(Comparison.Equal, (a, b) => a.Equal(b), (a, b) => a == b, [DType.F32, DType.I32, DType.Bool]),
        new(Comparison.NotEqual, (a, b) => a.NotEqual(b), (a, b) => a != b, [DType.F32, DType.I32, DType.Bool]),
        new(Comparison.And, (a, b) => a.And(b), (a, b) => a != 0 && b != 0, [DType.Bool]),
        new(Comparison.Or, (a, b) => a.Or(b), (a, b) => a != 0 || b != 0, [DType.Bool]),
    ];

    [Test]
    public void Every_comparison_is_a_case() => Assert.That(Cases.Select(c => c.Kind), Is.EqualTo(Enum.GetValues<Comparison>()));

    [TestCaseSource(nameof(OfNumbers))]
    public void Comparison_matches_in_every_recipe(string kind, (Shape A, Shape B) shapes) =>
        new OpCase(g => Of(kind).Apply(g.Input("a", shapes.A), g.Input("b", shapes.B)))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (key, s) => [.. Elementwise.Ints(s, 3, key[0]).Select(v => v / 2)],
        }.Check();

    [TestCaseSource(nameof(Kinds), new object[] { DType.I32 })]
    public void Comparison_of_integers_is_exact(string kind) => Elementwise.CheckInts(Of(kind).Apply, range: 3);

    [TestCaseSource(nameof(Kinds), new object[] { DType.Bool })]
    public void Comparison_of_truth_values_is_exact(string kind) => Elementwise.CheckInts(Of(kind).Apply, DType.Bool);

    [Test]
    public void Xor_is_true_where_the_values_differ() => Elementwise.CheckInts((a, b) => a.Xor(b), DType.Bool);

    [TestCaseSource(nameof(Kinds), new object[] { DType.F32 })]
    public void Large_integers_and_numbers_that_are_none_compare_right(string kind)
    {
        new OpCase(g => Of(kind).Apply(g.Input("a", new Shape(3), DType.I32), g.Input("b", new Shape(3), DType.I32)))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (key, _) => key == "a" ? [int.MaxValue, int.MinValue, 16777217] : [int.MaxValue - 1, int.MaxValue, 16777216],
        }.Check();
        new OpCase(g => Of(kind).Apply(g.Input("a", 4), g.Input("b", 4)))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (key, _) => key == "a"
                ? [double.NaN, 1, double.PositiveInfinity, double.NegativeInfinity]
                : [double.NaN, double.NaN, double.PositiveInfinity, 0],
        }.Check();
    }

    [Test]
    public void Each_takes_its_types_and_no_other() => Assert.Multiple(() =>
    {
        foreach (var c in Cases)
        {
            foreach (var type in Enum.GetValues<DType>())
            {
                Tensor Compared() => new Graph() is var g ? c.Apply(g.Input("a", new Shape(3), type), g.Input("b", new Shape(3), type)) : default;
                if (c.Types.Contains(type))
                {
                    Assert.That(Compared().Node.Op, Is.EqualTo(new ComparisonOp(c.Kind)));
                }
                else
                {
                    Assert.That(() => Compared(),
                        Throws.TypeOf<ShapeException>().With.Message.Contains($"{c.Kind} with element types {type}, {type}: only "));
                }
            }
        }
    });

    private static Case Of(string kind) => Cases.Single(c => c.Kind.ToString() == kind);

    private static IEnumerable<string> Kinds(DType type) => Cases.Where(c => c.Types.Contains(type)).Select(c => c.Kind.ToString());

    private static IEnumerable<object[]> OfNumbers() => from kind in Kinds(DType.F32)
                                                        from shapes in Elementwise.Pairs
                                                        select new object[] { kind, shapes };

    private sealed record Case(Comparison Kind, Func<Tensor, Tensor, Tensor> Apply, Func<double, double, bool> Formula, DType[] Types);

    private sealed class Formula : Reference<ComparisonOp>
    {
        protected override double[] Compute(ComparisonOp op, Node node, double[][] x) =>
            Elementwise.Broadcast(node, x, (a, b) => Cases[(int)op.Kind].Formula(a, b) ? 1 : 0);
    }
}
