// The data gradient as an op of its own (the transposed convolution): its gradient, its limits, its errors. Conv2dOpTests run its recipes.
namespace CnnCompute.Tests;

public sealed class Conv2dGradInputOpTests
{
    private static readonly (Shape X, Shape W, ConvGeometry G)[] Cases =
    [
        (new(2, 3, 7, 8), new(5, 3, 3, 3), ConvGeometry.Square(2, 1)), (new(1, 8, 5, 5), new(16, 4, 2, 2), ConvGeometry.Square(1, 0, 2, 2)),
        (new(1, 3, 6, 7), new(4, 3, 1, 3), new(3, 1, 0, 2, 0, 1)),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Grad_input_matches_in_every_recipe_and_gradient((Shape X, Shape W, ConvGeometry G) c)
    {
        var y = new Shape(c.X[0], c.W[0], c.G.OutHeight(c.X[2], c.W[2]), c.G.OutWidth(c.X[3], c.W[3]));
        new OpCase(g => g.Input("dy", y).Conv2dGradInput(g.Input("w", c.W), c.G, c.X)) { Tolerance = ConvCases.Tolerance }.Check();
    }

    [Test]
    public void Grad_input_is_cut_where_operands_exceed_a_binding()
    {
        Shape x = new(24, 8, 6, 6), w = new(80, 8, 3, 3), y = new(24, 80, 6, 6);
        var small = new OpCase(g => g.Input("dy", y).Conv2dGradInput(g.Input("w", w), ConvGeometry.Square(1, 1), x))
        {
            Gradient = false,
            Tolerance = ConvCases.Tolerance,
            Device = d => d with { MaxBindingBytes = 65536 },
        };
        small.CheckRecipes();
        var graph = new Graph();
        var node = graph.Input("dy", y).Conv2dGradInput(graph.Input("w", w), ConvGeometry.Square(1, 1), x).Node;
        Assert.That(node.Op.Recipes(node, small.Device(Plan.Traits(GpuFixture.Gpu.Info))).Select(r => r.Steps.Count), Is.All.GreaterThan(4));
    }

    [Test]
    public void Sums_longer_than_the_loops_of_the_software_device_are_complete() =>
        new OpCase(g => g.Input("dy", 1, 8000, 1, 1).Conv2dGradInput(g.Input("w", 8000, 3, 4, 4), ConvGeometry.Square(), new Shape(1, 3, 4, 4)))
        {
            Gradient = false,
            Tolerance = 1e-4,
        }.CheckRecipes();

    [Test]
    public void Grad_input_refuses_a_gradient_of_another_shape()
    {
        var graph = new Graph();
        Tensor dy = graph.Input("dy", 1, 4, 8, 8), w = graph.Input("w", 4, 3, 3, 3);
        Assert.That(() => dy.Conv2dGradInput(w, new ConvGeometry(), new Shape(1, 3, 8, 8)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("is [1,4,6,6]"));
    }
}
