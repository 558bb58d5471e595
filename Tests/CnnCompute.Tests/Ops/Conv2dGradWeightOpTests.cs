// Every recipe of the convolution's weight gradient against loops in double.
namespace CnnCompute.Tests;

public sealed class Conv2dGradWeightOpTests
{
    [TestCaseSource(typeof(ConvCases), nameof(ConvCases.All))]
    public void Grad_weight_matches_loops_in_every_recipe(Shape x, Shape w, ConvGeometry g)
    {
        var graph = new Graph();
        Shape y = new(x[0], w[0], g.OutHeight(x[2], w[2]), g.OutWidth(x[3], w[3]));
        var dw = graph.Input("x", x).Conv2dGradWeight(graph.Input("dy", y), g, w);
        float[] xs = RecipeRun.Values(x, 1), dy = RecipeRun.Values(y, 2);
        RecipeRun.Check(dw.Node, RecipeRun.Device(), ConvReference.GradWeight(g, x, w, xs, dy), ConvCases.LongTolerance, xs, dy);
    }

    [Test]
    public void Grad_weight_is_cut_where_operands_exceed_a_binding()
    {
        Shape x = new(24, 8, 6, 6), w = new(16, 8, 3, 3), y = new(24, 16, 6, 6);
        var graph = new Graph();
        var dw = graph.Input("x", x).Conv2dGradWeight(graph.Input("dy", y), ConvGeometry.Square(1, 1), w);
        var device = RecipeRun.Device(maxBindingBytes: 32768);
        Assert.That(dw.Node.Op.Recipes(dw.Node, device).Select(r => r.Steps.Count), Is.All.GreaterThan(1));
        float[] xs = RecipeRun.Values(x, 1), dy = RecipeRun.Values(y, 2);
        RecipeRun.Check(dw.Node, device, ConvReference.GradWeight(ConvGeometry.Square(1, 1), x, w, xs, dy), ConvCases.Tolerance, xs, dy);
    }

    [Test]
    public void Sums_longer_than_the_software_device_loops_are_complete()
    {
        Shape x = new(3, 8, 181, 183), w = new(7, 8, 1, 1), y = new(3, 7, 181, 183);
        var graph = new Graph();
        var dw = graph.Input("x", x).Conv2dGradWeight(graph.Input("dy", y), ConvGeometry.Square(), w);
        // Positive numbers: a part of the sum that is missing shows.
        float[] xs = [.. RecipeRun.Values(x, 1).Select(v => v + 1)], dy = [.. RecipeRun.Values(y, 2).Select(v => v + 1)];
        RecipeRun.Check(dw.Node, RecipeRun.Device(), ConvReference.GradWeight(ConvGeometry.Square(), x, w, xs, dy), 1e-4, xs, dy);
    }

    [Test]
    public void Long_sums_of_few_results_give_the_same_bits_every_time()
    {
        Shape x = new(8, 3, 28, 28), w = new(8, 3, 3, 3), y = new(8, 8, 28, 28);
        var graph = new Graph();
        var node = graph.Input("x", x).Conv2dGradWeight(graph.Input("dy", y), ConvGeometry.Square(1, 1), w).Node;
        float[] xs = RecipeRun.Values(x, 1), dy = RecipeRun.Values(y, 2);
        foreach (var recipe in node.Op.Recipes(node, RecipeRun.Device()))
        {
            var first = RecipeRun.Run(node, recipe, xs, dy);
            Assert.That(RecipeRun.Run(node, recipe, xs, dy), Is.EqualTo(first), recipe.Name);
        }
    }
}
