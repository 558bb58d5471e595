// Borders of every mode, and crops: every recipe, the gradient, what is refused.
namespace CnnCompute.Tests;

public sealed class PadOpTests
{
    private static readonly (Shape X, int[] Before, int[] After)[] Cases =
    [
        (new(1), [0], [0]), (new(13), [3], [5]), (new(3, 127), [1, 13], [2, 0]), (new(2, 3, 5), [0, 1, 2], [0, 2, 1]),
        (new(1, 3, 7, 5), [0, 0, 2, 3], [0, 0, 1, 4]), (new(2, 8, 5, 6), [0, 0, 1, 2], [0, 0, 3, 4]), (new(2, 16, 4, 4), [0, 0, 3, 0], [0, 0, 0, 3]),
        (new(2, 24, 5, 4), [1, 8, 0, 1], [0, 16, 1, 0]), (new(3, 13, 4, 4), [0, 2, 1, 1], [1, 1, 1, 1]),
        (new(2, 8, 7, 9), [0, 0, -2, 1], [0, 0, 3, -4]), (new(4, 9, 6), [-1, 2, -3], [1, -4, -1]), (new(1, 8, 5, 5), [0, 0, -1, -1], [0, 0, -1, -1]),
        (new(2, 2, 3, 2, 4, 3), [0, 1, 2, 1, 0, 2], [1, 0, 1, -1, 3, 0]),
        (new(2, 1, 2, 3, 2, 1, 2, 3), [1, 0, 1, 2, 1, 0, 1, 2], [0, 0, 1, 1, 0, 0, 0, 1]),
        (new(2, 3, 2, 2, 8), [0, 0, 1, 1, 0], [0, 0, 0, 1, 0]),
    ];

    [Test]
    public void Pad_matches_in_every_recipe_and_gradient([ValueSource(nameof(Cases))] (Shape X, int[] Before, int[] After) c, [Values] PadMode mode)
    {
        // A mirror needs one element more than its border, a border from the other end as many.
        int[] before = Fit(c.Before), after = Fit(c.After);
        if (before.All(b => b == 0) && after.All(a => a == 0))
            (before[0], after[0]) = mode == PadMode.Reflect ? (0, 0) : (1, 1);
        if (before.All(b => b == 0) && after.All(a => a == 0))
            Assert.That(() => new Graph().Input("x", c.X).Pad([1, 0], mode), Throws.TypeOf<ShapeException>());
        else
            new OpCase(g => g.Input("x", c.X).Pad(before, after, mode, 0.5) is var y && y.Shape.Rank > 6 ? y.Flatten(0) : y).Check();

        int[] Fit(int[] borders) => [.. borders.Select((b, i) => mode switch
        {
            PadMode.Reflect => Math.Min(b, c.X[i] - 1),
            PadMode.Circular => Math.Min(b, c.X[i]),
            _ => b,
        })];
    }

    [TestCase(PadMode.Reflect)]
    [TestCase(PadMode.Replicate)]
    [TestCase(PadMode.Circular)]
    public void The_gradient_has_a_gradient(PadMode mode) =>
        new OpCase(g => g.Append(new PadGradOp(mode, 2, 2, 1), g.Input("dy", 2, 8, 7, 3))).Check();

    [TestCase(DType.I32)]
    [TestCase(DType.Bool)]
    public void Integers_and_truths_are_padded_with_their_own(DType type)
    {
        static double[] Whole(Shape s) => [.. OpCase.Uniform(s, 3).Select(v => Math.Round(v * (1 << 30)))];
        var values = type == DType.I32 ? Whole : (Func<Shape, double[]>)(s => [.. OpCase.Uniform(s, 3).Select(v => v > 0 ? 1.0 : 0)]);
        foreach (var x in new[] { new Shape(2, 3, 4, 5), new Shape(2, 8, 4, 5), new Shape(7) })
        {
            new OpCase(g => g.Input("x", x, type).Pad([1, 2], PadMode.Constant, type == DType.I32 ? -16_777_217 : 1))
            {
                Gradient = false,
                Values = (_, s) => values(s),
                Tolerance = 0,
            }.CheckRecipes();
            new OpCase(g => g.Input("x", x, type).Pad([2, 1], PadMode.Reflect))
            {
                Gradient = false,
                Values = (_, s) => values(s),
                Tolerance = 0,
            }.CheckRecipes();
        }
    }

    [Test]
    public void A_border_may_be_infinite() =>
        new OpCase(g => g.Input("x", 1, 8, 3, 3).Pad([1, 1], value: double.NegativeInfinity)) { Gradient = false }.CheckRecipes();

    [Test]
    public void Pads_come_in_PyTorchs_order_and_none_is_the_value_itself()
    {
        var x = new Graph().Input("x", 1, 2, 3, 4);
        Assert.That(x.Pad([1, 2, 3, 4]).Shape, Is.EqualTo(new Shape(1, 2, 10, 7)));
        Assert.That(x.Pad([0, 0]), Is.EqualTo(x));
    }

    [Test]
    public void Borders_that_do_not_fit_are_refused()
    {
        var x = new Graph().Input("x", 1, 2, 3, 4);
        Assert.Multiple(() =>
        {
            Assert.That(() => x.Pad([4, 0], PadMode.Reflect),
                Throws.TypeOf<ShapeException>().With.Message.Contains("[1,2,3,4]").And.Message.Contains("at most 3"));
            Assert.That(() => x.Pad([0, 5], PadMode.Circular), Throws.TypeOf<ShapeException>().With.Message.Contains("at most 4"));
            Assert.That(() => x.Pad([-2, -2]), Throws.TypeOf<ShapeException>().With.Message.Contains("leave axis 3 0 elements"));
            Assert.That(() => x.Pad([-4, 9]), Throws.TypeOf<ShapeException>().With.Message.Contains("axis 3"));
            Assert.That(() => x.Pad([int.MaxValue, int.MaxValue]), Throws.TypeOf<ShapeException>().With.Message.Contains("axis 3"));
            Assert.That(() => x.Pad([1 << 20, 0, 1 << 20, 0]), Throws.TypeOf<ShapeException>().With.Message.Contains("more than"));
            Assert.That(() => x.Pad([1, 2, 3]), Throws.TypeOf<ShapeException>().With.Message.Contains("3 numbers"));
        });
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        new OpCase(g => g.Input("x", 1, 32, 256, 256).Relu()) { Gradient = false }.Perf();
        foreach (var mode in Enum.GetValues<PadMode>())
            new OpCase(g => g.Input("x", 1, 32, 256, 256).Pad([1, 1, 1, 1], mode)).Perf();
        new OpCase(g => g.Input("x", 1, 3, 256, 256).Pad([40, 40, 40, 40], PadMode.Reflect)).Perf();
    }

    private sealed class Formula : Reference<PadOp>
    {
        protected override double[] Compute(PadOp op, Node node, double[][] x)
        {
            var from = node.Inputs[0].Shape;
            return [.. Places.Of(node.Shape).Select(p => Source(op, from, p) is { } s ? x[0][Places.At(from, s)] : op.Value)];
        }

        private static int[]? Source(PadOp op, Shape from, int[] place)
        {
            var source = new int[place.Length];
            for (var i = 0; i < place.Length; i++)
            {
                int q = place[i] - op.Before[i], n = from[i];
                if (op.Mode == PadMode.Constant && (q < 0 || q >= n))
                    return null;
                source[i] = Mapped(op.Mode, q, n);
            }
            return source;
        }
    }

    // The element of an axis of n that a position q, perhaps outside, repeats.
    private static int Mapped(PadMode mode, int q, int n)
    {
        switch (mode)
        {
            case PadMode.Reflect:
                while (q < 0 || q >= n)
                    q = q < 0 ? -q : 2 * (n - 1) - q;
                return q;
            case PadMode.Circular:
                return (q % n + n) % n;
            default:
                return Math.Clamp(q, 0, n - 1);
        }
    }

    private sealed class GradFormula : Reference<PadGradOp>
    {
        protected override double[] Compute(PadGradOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            var i = 0;
            foreach (var p in Places.Of(node.Inputs[0].Shape))
            {
                var to = (int[])p.Clone();
                to[op.Axis] = Mapped(op.Mode, p[op.Axis] - op.Before, node.Shape[op.Axis]);
                dx[Places.At(node.Shape, to)] += x[0][i++];
            }
            return dx;
        }
    }
}
