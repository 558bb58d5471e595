// Every recipe of the convolution's data gradient against loops in double.
namespace CnnCompute.Tests;

public sealed class Conv2dGradInputOpTests
{
    [TestCaseSource(typeof(ConvCases), nameof(ConvCases.All))]
    public void Grad_input_matches_loops_in_every_recipe(Shape x, Shape w, ConvGeometry g)
    {
        var graph = new Graph();
        Shape y = new(x[0], w[0], g.OutHeight(x[2], w[2]), g.OutWidth(x[3], w[3]));
        var dx = graph.Input("dy", y).Conv2dGradInput(graph.Input("w", w), g, x);
        float[] dy = RecipeRun.Values(y, 1), ws = RecipeRun.Values(w, 2);
        RecipeRun.Check(dx.Node, RecipeRun.Device(), ConvReference.GradInput(g, x, w, dy, ws), ConvCases.Tolerance, dy, ws);
    }

    [TestCaseSource(typeof(ConvCases), nameof(ConvCases.All))]
    public void Grad_input_applies_the_whole_epilogue(Shape x, Shape w, ConvGeometry g)
    {
        var graph = new Graph();
        Shape y = new(x[0], w[0], g.OutHeight(x[2], w[2]), g.OutWidth(x[3], w[3]));
        var dx = graph.Input("dy", y).Conv2dGradInput(graph.Input("w", w), g, x);
        var (fused, values) = Conv2dOpTests.Fuse(dx);
        float[] dy = RecipeRun.Values(y, 1), ws = RecipeRun.Values(w, 2);
        var expected = ConvReference.Epilogue(ConvReference.GradInput(g, x, w, dy, ws), x, values[0], values[1], values[2], -0.5f, 2);
        RecipeRun.Check(fused, RecipeRun.Device(), expected, ConvCases.ClampedTolerance, [dy, ws, .. values]);
    }

    [Test]
    public void Grad_input_is_cut_where_operands_exceed_a_binding()
    {
        Shape x = new(24, 8, 6, 6), w = new(80, 8, 3, 3), y = new(24, 80, 6, 6);
        var graph = new Graph();
        var dx = graph.Input("dy", y).Conv2dGradInput(graph.Input("w", w), ConvGeometry.Square(1, 1), x);
        var device = RecipeRun.Device(maxBindingBytes: 65536);
        Assert.That(dx.Node.Op.Recipes(dx.Node, device).Select(r => r.Steps.Count), Is.All.GreaterThan(4));
        float[] dy = RecipeRun.Values(y, 1), ws = RecipeRun.Values(w, 2);
        RecipeRun.Check(dx.Node, device, ConvReference.GradInput(ConvGeometry.Square(1, 1), x, w, dy, ws), ConvCases.Tolerance, dy, ws);
    }

    [Test]
    public void Grad_input_refuses_a_gradient_of_another_shape()
    {
        var graph = new Graph();
        Tensor dy = graph.Input("dy", 1, 4, 8, 8), w = graph.Input("w", 4, 3, 3, 3);
        Assert.That(() => dy.Conv2dGradInput(w, new ConvGeometry(), new Shape(1, 3, 8, 8)), Throws.TypeOf<ShapeException>().With.Message.Contains("is [1,4,6,6]"));
    }
}
