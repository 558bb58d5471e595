// The weight gradient as an op of its own: its gradient, its limits, the order of its sums. Conv2dOpTests run its recipes.
namespace CnnCompute.Tests;

public sealed class Conv2dGradWeightOpTests
{
    private static readonly (Shape X, Shape W, ConvGeometry G)[] Cases =
    [
        (new(2, 3, 7, 8), new(5, 3, 3, 3), ConvGeometry.Square(2, 1)), (new(2, 8, 5, 5), new(16, 4, 2, 2), ConvGeometry.Square(1, 0, 2, 2)),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Grad_weight_matches_in_every_recipe_and_gradient((Shape X, Shape W, ConvGeometry G) c)
    {
        var y = new Shape(c.X[0], c.W[0], c.G.OutHeight(c.X[2], c.W[2]), c.G.OutWidth(c.X[3], c.W[3]));
        new OpCase(g => g.Input("x", c.X).Conv2dGradWeight(g.Input("dy", y), c.G, c.W)) { Tolerance = ConvCases.Tolerance }.Check();
    }

    [Test]
    public void Grad_weight_is_cut_where_operands_exceed_a_binding()
    {
        Shape x = new(24, 8, 6, 6), w = new(16, 8, 3, 3), y = new(24, 16, 6, 6);
        var small = new OpCase(g => g.Input("x", x).Conv2dGradWeight(g.Input("dy", y), ConvGeometry.Square(1, 1), w))
        {
            Gradient = false,
            Tolerance = ConvCases.Tolerance,
            Device = d => d with { MaxBindingBytes = 32768 },
        };
        small.CheckRecipes();
        var graph = new Graph();
        var node = graph.Input("x", x).Conv2dGradWeight(graph.Input("dy", y), ConvGeometry.Square(1, 1), w).Node;
        Assert.That(node.Op.Recipes(node, small.Device(Plan.Traits(GpuFixture.Gpu.Info))).Select(r => r.Steps.Count), Is.All.GreaterThan(1));
    }

    [Test]
    public void Depthwise_grad_weight_is_cut_where_operands_exceed_a_binding() =>
        new OpCase(
            g => g.Input("x", 24, 8, 6, 6).Conv2dGradWeight(g.Input("dy", 24, 8, 6, 6), ConvGeometry.Square(1, 1, 1, 8), new Shape(8, 1, 3, 3)))
        {
            Gradient = false,
            Tolerance = ConvCases.Tolerance,
            Device = d => d with { MaxBindingBytes = 16384 },
        }.CheckRecipes();

    // Positive numbers: a part of the sum that is missing shows.
    [Test]
    public void Sums_longer_than_the_loops_of_the_software_device_are_complete() =>
        new OpCase(g => g.Input("x", 3, 8, 181, 183).Conv2dGradWeight(g.Input("dy", 3, 7, 181, 183), ConvGeometry.Square(), new Shape(7, 8, 1, 1)))
        {
            Gradient = false,
            Tolerance = 1e-4,
            Values = (_, shape) => [.. OpCase.Uniform(shape, 5).Select(v => v + 1)],
        }.CheckRecipes();

    [Test]
    public void Long_sums_of_few_results_give_the_same_bits_every_time()
    {
        var graph = new Graph();
        var node = graph.Input("x", 8, 3, 28, 28).Conv2dGradWeight(graph.Input("dy", 8, 8, 28, 28), ConvGeometry.Square(1, 1),
            new Shape(8, 3, 3, 3)).Node;
        double[][] values = [.. node.Inputs.Select(t => OpCase.Uniform(t.Shape, 5))];
        foreach (var recipe in node.Op.Recipes(node, Plan.Traits(GpuFixture.Gpu.Info)))
        {
            using var runner = new OpRunner(GpuFixture.Gpu, node, recipe);
            runner.Run(values);
            var first = runner.Output();
            runner.Run(values);
            Assert.That(runner.Output(), Is.EqualTo(first), recipe.Name);
        }
    }
}
