// Elementary functions of one operand: each function's recipes, gradient and accuracy.
namespace CnnCompute.Tests;

public sealed class UnaryMathOpTests
{
    private static readonly double[] Whole = [-3, -2, -1, 0, 1, 2, 3], Halves = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5];

    private static readonly Case[] Cases =
    [
        new(UnaryMath.Abs, x => x.Abs(), Math.Abs, (-3, 3), (-1e4, 1e4), Kinks: [0]),
        new(UnaryMath.Acos, x => x.Acos(), Math.Acos, (-0.9, 0.9), (-1, 1)),
        new(UnaryMath.Acosh, x => x.Acosh(), Math.Acosh, (1.2, 3), (1.001, 1e18)),
        new(UnaryMath.Asin, x => x.Asin(), Math.Asin, (-0.9, 0.9), (-1, 1)),
        new(UnaryMath.Asinh, x => x.Asinh(), Math.Asinh, (-3, 3), (-1e18, 1e18)),
        new(UnaryMath.Atan, x => x.Atan(), Math.Atan, (-3, 3), (-1e4, 1e4)),
        new(UnaryMath.Atanh, x => x.Atanh(), Math.Atanh, (-0.9, 0.9), (-0.9999, 0.9999)),
        new(UnaryMath.Ceil, x => x.Ceil(), Math.Ceiling, (-3, 3), (-1e9, 1e9), Kinks: Whole),
        new(UnaryMath.Cos, x => x.Cos(), Math.Cos, (-3, 3), (-1e4, 1e4), Absolute: 2e-7),
        new(UnaryMath.Cosh, x => x.Cosh(), Math.Cosh, (-3, 3), (-88, 88)),
        new(UnaryMath.Erf, x => x.Erf(), Elementwise.Erf, (-3, 3), (-1e4, 1e4)),
        new(UnaryMath.Exp, x => x.Exp(), Math.Exp, (-3, 3), (-100, 88), Absolute: 1e-37),
        new(UnaryMath.Floor, x => x.Floor(), Math.Floor, (-3, 3), (-1e9, 1e9), Kinks: Whole),
        new(UnaryMath.Log, x => x.Log(), Math.Log, (0.1, 3), (1e-37, 3e38), Absolute: 1e-7),
        new(UnaryMath.Neg, x => x.Neg(), v => -v, (-3, 3), (-1e4, 1e4)),
        new(UnaryMath.Reciprocal, x => x.Reciprocal(), v => 1 / v, (0.3, 3), (1e-12, 1e18)),
        new(UnaryMath.Round, x => x.Round(), v => Math.Round(v, MidpointRounding.ToEven), (-3, 3), (-1e9, 1e9), Kinks: Halves),
        new(UnaryMath.Rsqrt, x => x.Rsqrt(), v => 1 / Math.Sqrt(v), (0.1, 3), (1e-20, 1e30)),
        new(UnaryMath.Sign, x => x.Sign(), Elementwise.Sign, (-3, 3), (-1e4, 1e4), Kinks: [0]),
        new(UnaryMath.Sin, x => x.Sin(), Math.Sin, (-3, 3), (-1e4, 1e4), Absolute: 2e-7),
        new(UnaryMath.Sinh, x => x.Sinh(), Math.Sinh, (-3, 3), (-88, 88)),
        new(UnaryMath.Sqrt, x => x.Sqrt(), Math.Sqrt, (0.1, 3), (0, 3e38)),
        new(UnaryMath.Square, x => x.Square(), v => v * v, (-3, 3), (-1e4, 1e4)),
        new(UnaryMath.Tan, x => x.Tan(), Math.Tan, (-1.2, 1.2), (-1.5, 1.5)),
        new(UnaryMath.Trunc, x => x.Trunc(), Math.Truncate, (-3, 3), (-1e9, 1e9), Kinks: Whole),
    ];

    private static readonly string[] Exact = [nameof(UnaryMath.Abs), nameof(UnaryMath.Neg), nameof(UnaryMath.Sign)];

    [Test]
    public void Every_function_is_a_case() => Assert.That(Cases.Select(c => c.Kind), Is.EqualTo(Enum.GetValues<UnaryMath>()));

    [TestCaseSource(nameof(ShapesOf), new object[] { false })]
    public void Function_matches_in_every_recipe_and_gradient(string kind, Shape shape)
    {
        var c = Of(kind);
        Assert.That(c.Apply(new Graph().Input("x", shape)).Node.Op, Is.EqualTo(new UnaryMathOp(c.Kind)));
        Elementwise.Check(c.Apply, shape, c.Near.Low, c.Near.High, c.Kinks);
    }

    [TestCaseSource(nameof(Kinds))]
    public void Function_is_accurate_far_and_near(string kind)
    {
        var c = Of(kind);
        Elementwise.CheckAccuracy(c.Apply, c.Far.Low, c.Far.High, 2e-6, c.Absolute);
    }

    [TestCaseSource(nameof(ShapesOf), new object[] { true })]
    public void Function_of_integers_is_exact(string kind, Shape shape) => Elementwise.CheckInts(Of(kind).Apply, shape);

    [TestCaseSource(nameof(Kinds))]
    public void Integers_have_only_some_functions(string kind)
    {
        var x = new Graph().Input("x", new Shape(3), DType.I32);
        if (Exact.Contains(kind))
            Assert.That(Of(kind).Apply(x).Type, Is.EqualTo(DType.I32));
        else
            Assert.That(() => Of(kind).Apply(x), Throws.TypeOf<ShapeException>().With.Message.Contains($"{kind} with element type I32: only F32"));
    }

    [Test]
    public void Halves_go_to_the_even_neighbour() => new OpCase(g => g.Input("x", 9).Round())
    {
        Gradient = false,
        Tolerance = 0,
        Values = (_, _) => [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 8388608.5, -8388609],
    }.Check();

    private static Case Of(string kind) => Cases.Single(c => c.Kind.ToString() == kind);

    private static IEnumerable<string> Kinds() => Cases.Select(c => c.Kind.ToString());

    private static IEnumerable<object[]> ShapesOf(bool integers) =>
        from kind in integers ? Exact : Kinds() from shape in Elementwise.Shapes select new object[] { kind, shape };

    // Near: where values and gradients are tried, away from the kinks. Far: where each element is held to its own magnitude or an absolute bound.
    private sealed record Case(
        UnaryMath Kind, Func<Tensor, Tensor> Apply, Func<double, double> Formula, (double Low, double High) Near, (double Low, double High) Far,
        double Absolute = 1e-30, double[]? Kinks = null);

    private sealed class Formula : Reference<UnaryMathOp>
    {
        protected override double[] Compute(UnaryMathOp op, Node node, double[][] x) => Array.ConvertAll(x[0], v => Cases[(int)op.Kind].Formula(v));
    }
}
