// Every recipe of the convolution against loops in double.
namespace CnnCompute.Tests;

public sealed class Conv2dOpTests
{
    [TestCaseSource(typeof(ConvCases), nameof(ConvCases.All))]
    public void Conv2d_matches_loops_in_every_recipe(Shape x, Shape w, ConvGeometry g)
    {
        var graph = new Graph();
        var y = graph.Input("x", x).Conv2d(graph.Input("w", w), g);
        float[] xs = RecipeRun.Values(x, 1), ws = RecipeRun.Values(w, 2);
        RecipeRun.Check(y.Node, RecipeRun.Device(), ConvReference.Forward(g, x, w, xs, ws), ConvCases.Tolerance, xs, ws);
    }

    [TestCaseSource(typeof(ConvCases), nameof(ConvCases.All))]
    public void Conv2d_applies_the_whole_epilogue(Shape x, Shape w, ConvGeometry g)
    {
        var graph = new Graph();
        var y = graph.Input("x", x).Conv2d(graph.Input("w", w), g);
        var (fused, values) = Fuse(y);
        float[] xs = RecipeRun.Values(x, 1), ws = RecipeRun.Values(w, 2);
        var expected = ConvReference.Epilogue(ConvReference.Forward(g, x, w, xs, ws), y.Shape, values[0], values[1], values[2], -0.5f, 2);
        RecipeRun.Check(fused, RecipeRun.Device(), expected, ConvCases.ClampedTolerance, [xs, ws, .. values]);
    }

    [Test]
    public void Conv2d_is_cut_where_operands_exceed_a_binding()
    {
        Shape x = new(24, 8, 6, 6), w = new(200, 8, 3, 3);
        var graph = new Graph();
        var y = graph.Input("x", x).Conv2d(graph.Input("w", w), padding: 1);
        var (fused, values) = Fuse(y);
        var device = RecipeRun.Device(maxBindingBytes: 32768);
        Assert.That(fused.Op.Recipes(fused, device).Select(r => r.Steps.Count(s => s.Shader is "Cnn/conv2d" or "Cnn/gemm_nt")), Is.All.GreaterThan(9));
        float[] xs = RecipeRun.Values(x, 1), ws = RecipeRun.Values(w, 2);
        var expected = ConvReference.Epilogue(ConvReference.Forward(ConvGeometry.Square(1, 1), x, w, xs, ws), y.Shape, values[0], values[1], values[2], -0.5f, 2);
        RecipeRun.Check(fused, device, expected, ConvCases.ClampedTolerance, [xs, ws, .. values]);
    }

    [Test]
    public void Sums_longer_than_the_software_device_loops_are_complete()
    {
        Shape x = new(1, 8000, 4, 4), w = new(3, 8000, 4, 4);
        var graph = new Graph();
        Tensor y = graph.Input("x", x).Conv2d(graph.Input("w", w)), dx = graph.Input("dy", 1, 8000, 1, 1).Conv2dGradInput(graph.Input("v", 8000, 3, 4, 4), ConvGeometry.Square(), new Shape(1, 3, 4, 4));
        float[] xs = [.. RecipeRun.Values(x, 1).Select(v => v + 1)], ws = [.. RecipeRun.Values(w, 2).Select(v => v + 1)], dy = RecipeRun.Values(new(1, 8000, 1, 1), 3);
        RecipeRun.Check(y.Node, RecipeRun.Device(), ConvReference.Forward(ConvGeometry.Square(), x, w, xs, ws), 1e-4, xs, ws);
        RecipeRun.Check(dx.Node, RecipeRun.Device(), ConvReference.GradInput(ConvGeometry.Square(), new(1, 3, 4, 4), new(8000, 3, 4, 4), dy, ws), 1e-4, dy, ws);
    }

    [Test]
    public void Conv2d_names_shapes_and_rule_that_do_not_fit()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 1, 3, 8, 8), w = graph.Input("w", 4, 2, 3, 3), large = graph.Input("large", 4, 3, 9, 9);
        Assert.That(() => x.Conv2d(w), Throws.TypeOf<ShapeException>().With.Message.Contains("[1,3,8,8], [4,2,3,3]").And.Message.Contains("takes 2 in each of 1 groups"));
        Assert.That(() => x.Conv2d(large), Throws.TypeOf<ShapeException>().With.Message.Contains("larger than the padded input"));
        Assert.That(() => x.Conv2d(w, stride: 0), Throws.TypeOf<ShapeException>().With.Message.Contains("at least 1"));
    }

    [Test]
    public void Conv2d_counts_multiply_accumulates()
    {
        var graph = new Graph();
        var y = graph.Input("x", 1, 64, 56, 56).Conv2d(graph.Input("w", 64, 64, 3, 3), padding: 1);
        Assert.That(y.Node.Op.Macs(y.Node), Is.EqualTo(64L * 56 * 56 * 64 * 9));
    }

    /// <summary>The node with a bias, scales and shifts, a residual and a clamp to [-0.5, 2], and values for these inputs.</summary>
    internal static (Node Fused, float[][] Values) Fuse(Tensor y)
    {
        var graph = y.Graph;
        var channels = y.Shape.Rank == 4 ? y.Shape[1] : y.Shape[-1];
        Tensor[] extra = [graph.Input("bias", channels), graph.Input("scaleShift", 2, channels), graph.Input("residual", y.Shape)];
        var own = y.Node.Inputs.Count;
        var fused = y.Node.Fused(y.Id, null, [.. y.Node.Inputs, .. extra], new Epilogue(own, own + 1, own + 2, -0.5f, 2));
        return (fused, [.. extra.Select((t, i) => RecipeRun.Values(t.Shape, (uint)(10 + i)))]);
    }
}
