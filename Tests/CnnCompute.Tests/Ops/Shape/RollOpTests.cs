// Circular shifts by values of the run: any amount, there and back.
namespace CnnCompute.Tests;

public sealed class RollOpTests
{
    [TestCase(1, 1, 1, 1, 5, -7)]
    [TestCase(2, 3, 13, 7, 4, -3)]
    [TestCase(1, 8, 3, 5, -1, 2)]
    [TestCase(3, 13, 4, 1, 0, 1)]
    [TestCase(2, 3, 5, 16, 3, -6)]
    [TestCase(1, 1, 3, 8, -1, 7)]
    [TestCase(1, 1, 13, 127, 1_000_000_007, -999_999_937)]
    [TestCase(1, 3, 5, 6, int.MinValue, int.MaxValue)]
    public void Roll_matches_in_every_recipe_and_gradient(int n, int c, int h, int w, int rows, int columns) =>
        Case(g => g.Input("x", n, c, h, w), rows, columns, false).Check();

    [TestCase(4, -3)]
    [TestCase(int.MinValue, int.MinValue)]
    public void Backwards_likewise(int rows, int columns) => Case(g => g.Input("x", 2, 3, 7, 5), rows, columns, true).Check();

    [TestCase(3, 5)]
    [TestCase(-8, 0)]
    [TestCase(12345, -98765)]
    public void There_and_back_is_the_same_picture_on_the_device(int rows, int columns)
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 1, 3, 13, 9), shifts = graph.Value("shifts", new Shape(2), DType.I32), there = x.Roll(shifts);
        using var residence = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(residence, [there, there.Roll(shifts, back: true)]);
        var picture = OpCase.Floats(x.Shape, 3);
        plan.Upload("x", picture);
        plan.SetInt("shifts", [rows, columns]);
        plan.Run();
        Assert.That(plan.Fetch(there.Roll(shifts, back: true)), Is.EqualTo(picture));
        Assert.That(plan.Fetch(there), Is.Not.EqualTo(picture), "it moved");
    }

    [Test]
    public void Wrong_operands_are_refused()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 3, 4, 4);
        Assert.That(() => x.Roll(graph.Value("three", new Shape(3), DType.I32)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("rows and columns"));
        Assert.That(() => x.Roll(graph.Value("floats", new Shape(2))), Throws.TypeOf<ShapeException>().With.Message.Contains("I32"));
        Assert.That(() => x.Reshape(new Shape(3, 16)).Roll(graph.Value("two", new Shape(2), DType.I32)), Throws.TypeOf<ShapeException>());
    }

    private static OpCase Case(Func<Graph, Tensor> input, int rows, int columns, bool back) =>
        new(g => input(g).Roll(g.Value("shifts", new Shape(2), DType.I32), back))
        {
            Values = (key, _) => key == "shifts" ? [rows, columns] : null,
        };

    private sealed class Formula : Reference<RollOp>
    {
        protected override double[] Compute(RollOp op, Node node, double[][] x)
        {
            var sign = op.Back ? -1 : 1;
            int From(int place, double shift, int size) => (int)(((place - sign * (long)shift) % size + size) % size);
            return [.. Places.Of(node.Shape)
                .Select(p => x[0][Places.At(node.Shape, [p[0], p[1], From(p[2], x[1][0], node.Shape[2]), From(p[3], x[1][1], node.Shape[3])])])];
        }
    }
}
