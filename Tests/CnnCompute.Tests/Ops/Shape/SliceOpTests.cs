// A range along an axis.
namespace CnnCompute.Tests;

public sealed class SliceOpTests
{
    private static readonly (Shape, int, int, int)[] Cases =
    [
        (new(13), 0, 3, 1), (new(127, 3), 0, 13, 100), (new(3, 127), 1, 1, 13), (new(2, 24, 3, 5), 1, 8, 16), (new(2, 13, 3, 5), 1, 3, 9),
        (new(2, 8, 7, 5), 2, 2, 3), (new(2, 3, 7, 5), 3, -2, 2), (new(5, 8, 3, 1), 0, 1, 3), (new(2, 3, 4, 5, 6), 3, 1, 2), (new(2, 32), 0, 1, 1),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Slice_matches_in_every_recipe_and_gradient((Shape X, int Axis, int Start, int Length) c) =>
        new OpCase(g => g.Input("x", c.X).Slice(c.Axis, c.Start, c.Length)).Check();

    private static readonly (Shape, int, int, int, int)[] Steps =
    [
        (new(13), 0, 0, 127, 3), (new(13), 0, 12, -99, -1), (new(127, 3), 0, -2, 5, -7), (new(2, 24, 3, 5), 1, 1, 24, 2),
        (new(2, 24, 3, 5), 1, 99, -99, -1), (new(2, 16, 7, 5), 2, 6, -99, -2), (new(2, 16, 7, 5), 3, 1, 5, 3), (new(2, 3, 7, 5), 0, 1, -9, -1),
        (new(3, 4, 8), 1, 0, 4, 3), (new(2, 3, 2, 3, 2, 3, 2, 3), 5, 2, -9, -2), (new(1, 8, 1, 127), 3, 0, 127, 2),
    ];

    [TestCaseSource(nameof(Steps))]
    public void Steps_match_in_every_recipe_and_gradient((Shape X, int Axis, int Start, int End, int Step) c) =>
        new OpCase(g => g.Input("x", c.X).Slice([c.Start], [c.End], [c.Axis], [c.Step])).Check();

    [Test]
    public void Several_axes_at_once() => new OpCase(g => g.Input("x", 5, 9, 7, 6).Slice([1, -1, 0], [5, -99, 99], [0, -1, 2], [2, -1, 3])).Check();

    // The cases of ONNX's text: what lies outside is clamped.
    [TestCase(0L, 1000L, 1L, 10)]
    [TestCase(0L, -1L, 1L, 9)]
    [TestCase(-4L, long.MaxValue, 1L, 4)]
    [TestCase(9L, 0L, -4L, 3)]
    [TestCase(1000L, long.MinValue, -1L, 10)]
    [TestCase(2L, 8L, long.MaxValue, 1)]
    [TestCase(long.MinValue, 3L, 1L, 3)]
    public void Bounds_are_clamped(long start, long end, long step, int length) =>
        Assert.That(new Graph().Input("x", 10).Slice([start], [end], default, [step]).Shape, Is.EqualTo(new Shape(length)));

    [Test]
    public void Bad_ranges_are_refused()
    {
        var x = new Graph().Input("x", 5, 6);
        Assert.That(() => x.Slice([5], [9]), Throws.TypeOf<ShapeException>().With.Message.Contains("[5,6]").And.Message.Contains("axis 0 is empty"));
        Assert.That(() => x.Slice([0], [3], [0], [0]), Throws.TypeOf<ShapeException>().With.Message.Contains("step is 0"));
        Assert.That(() => x.Slice([0, 0], [3, 3], [1, -1]), Throws.TypeOf<ShapeException>().With.Message.Contains("named twice"));
        Assert.That(() => x.Slice([0], [3], [2]), Throws.TypeOf<ShapeException>().With.Message.Contains("out of range"));
        Assert.That(() => x.Slice([0], [3, 4]), Throws.TypeOf<ShapeException>().With.Message.Contains("1 starts, 2 ends"));
        Assert.That(() => x.Split([2, 2]), Throws.TypeOf<ShapeException>().With.Message.Contains("add up to axis 0 of 5"));
        Assert.That(() => x.Split(0), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.Chunk(0), Throws.TypeOf<ShapeException>());
    }

    [Test]
    public void Parts_have_the_sizes_asked_for()
    {
        var x = new Graph().Input("x", 2, 7);
        static int[] Sizes(Tensor[] parts) => [.. parts.Select(p => p.Shape[1])];
        Assert.That(Sizes(x.Split([3, 1, 3], 1)), Is.EqualTo([3, 1, 3]));
        Assert.That(Sizes(x.Split(3, -1)), Is.EqualTo([3, 3, 1]));
        Assert.That(Sizes(x.Chunk(3, 1)), Is.EqualTo([3, 3, 1]));
        Assert.That(Sizes(x.Chunk(9, 1)), Is.EqualTo([1, 1, 1, 1, 1, 1, 1]));
        Assert.That(x.Unbind(1).Select(t => t.Shape), Is.All.EqualTo(new Shape(2)));
    }

    [Test]
    public void Parts_put_together_are_the_whole() => new OpCase(g =>
    {
        var parts = g.Input("x", 2, 13, 3, 5).Split([3, 8, 2], 1);
        return Tensor.Concat(1, [parts[2], parts[0], parts[1]]);
    }).Check();

    [Test]
    public void Flip_and_roll_match([Values(0, 1, 2, 3)] int axis) =>
        new OpCase(g => g.Input("x", 3, 8, 4, 5).Flip(axis, 3 - axis).Roll(-4, axis)).Check();

    [Test]
    public void Integers_keep_their_bits([Values(1, -2)] int step) =>
        new OpCase(g => g.Input("x", new Shape(3, 127), DType.I32).Slice([step < 0 ? 120 : 1], [step < 0 ? 2 : 126], [1], [step]).Flip(0))
        {
            Gradient = false,
            Values = (_, s) => Integers(s),
        }.Check();

    /// <summary>Integers over the whole range, among them those whose bits are not-a-numbers or tiny as floats.</summary>
    internal static double[] Integers(Shape shape) =>
        [.. Enumerable.Range(0, (int)shape.Count).Select(
            i => (double)(i % 7) switch { 0 => -1, 1 => 1, 2 => int.MinValue, 3 => 0x7f800001, 4 => i, _ => (int)new Philox(5).Word((ulong)i) })];

    [Test]
    public void A_range_beyond_the_end_is_refused() =>
        Assert.That(() => new Graph().Input("x", 5).Slice(0, 3, 3),
            Throws.TypeOf<ShapeException>().With.Message.Contains("elements 3 to 5 of axis 0 do not exist"));

    private sealed class Formula : Reference<SliceOp>
    {
        protected override double[] Compute(SliceOp op, Node node, double[][] x) =>
        [
            .. Places.Of(node.Shape).Select(p =>
            {
                var from = (int[])p.Clone();
                from[op.Axis] = from[op.Axis] * op.Step + op.Start;
                return x[0][Places.At(node.Inputs[0].Shape, from)];
            })
        ];
    }

    private sealed class GradFormula : Reference<SliceGradOp>
    {
        protected override double[] Compute(SliceGradOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            var i = 0;
            foreach (var p in Places.Of(node.Inputs[0].Shape))
            {
                var to = (int[])p.Clone();
                to[op.Axis] = to[op.Axis] * op.Step + op.Start;
                dx[Places.At(node.Shape, to)] = x[0][i++];
            }
            return dx;
        }
    }
}
