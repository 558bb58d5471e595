// Convolution and, as the nodes of its gradient, both of its gradients: every recipe with and without epilogue, and the gradient.
namespace CnnCompute.Tests;

public sealed class Conv2dOpTests
{
    [TestCaseSource(typeof(ConvCases), nameof(ConvCases.All))]
    public void Conv2d_and_its_gradients_match_in_every_recipe(Shape x, Shape w, ConvGeometry geometry) =>
        ConvCases.Of(x, w, geometry).CheckRecipes();

    [TestCaseSource(typeof(ConvCases), nameof(ConvCases.Small))]
    public void Conv2d_has_the_gradient_of_its_differences(Shape x, Shape w, ConvGeometry geometry) => ConvCases.Of(x, w, geometry).CheckGradient();

    [TestCase(2, 3, 11, 16, 5, 9, 9)]
    [TestCase(1, 4, 10, 14, 3, 3, 8)]
    [TestCase(1, 16, 7, 11, 3, 5, 9)]
    public void Few_channels_under_wide_windows_have_a_kernel_of_their_own(int n, int c, int h, int w, int outs, int kh, int kw)
    {
        var wide = new OpCase(g => g.Input("x", n, c, h, w).Conv2d(g.Input("w", outs, c, kh, kw)))
        {
            Gradient = false,
            Tolerance = ConvCases.Tolerance,
        };
        wide.CheckRecipes();
        var graph = new Graph();
        var node = graph.Input("x", n, c, h, w).Conv2d(graph.Input("w", outs, c, kh, kw)).Node;
        Assert.That(node.Op.Recipes(node, Plan.Traits(GpuFixture.Gpu.Info)).Last().Name, Is.EqualTo("strips"));
    }

    [TestCase(2, 1, 28, 27, 32, 3, 3, 1, 1)]
    [TestCase(1, 3, 33, 32, 16, 3, 3, 2, 1)]
    [TestCase(2, 4, 9, 13, 8, 2, 2, 1, 0)]
    [TestCase(1, 2, 13, 3, 24, 5, 3, 3, 2)]
    [TestCase(1, 1, 1, 1, 8, 1, 1, 1, 0)]
    public void Few_channels_under_small_windows_stay_in_registers(int n, int c, int h, int w, int outs, int kh, int kw, int stride, int padding)
    {
        Tensor Build(Graph g) => g.Input("x", n, c, h, w).Conv2d(g.Input("w", outs, c, kh, kw), stride, padding);
        new OpCase(Build) { Gradient = false, Tolerance = ConvCases.Tolerance }.CheckRecipes();
        var node = Build(new Graph()).Node;
        Assert.That(node.Op.Recipes(node, Plan.Traits(GpuFixture.Gpu.Info)).Last().Name, Is.EqualTo("few channels"));
    }

    // One picture that no binding holds: bands of rows, which begin where no alignment helps, of unfolded windows, padded rows, strips and pixels in
    // place; and merged groups.
    [TestCase(32768, 1, 3, 61, 45, 5, 9, 1, 4, 1, 1, false)]
    [TestCase(24576, 2, 3, 61, 45, 8, 3, 1, 1, 1, 1, false)]
    [TestCase(65536, 2, 3, 41, 37, 9, 7, 2, 3, 1, 1)]
    [TestCase(98304, 1, 16, 41, 37, 3, 9, 1, 4, 1, 1)]
    [TestCase(24576, 2, 8, 40, 37, 8, 3, 1, 0, 1, 1)]
    [TestCase(24576, 2, 5, 41, 31, 12, 3, 2, 2, 2, 1)]
    [TestCase(32768, 1, 16, 41, 33, 16, 3, 1, 1, 1, 16)]
    [TestCase(24576, 1, 16, 41, 33, 16, 3, 2, 1, 1, 16)]
    [TestCase(32768, 1, 16, 41, 33, 16, 3, 1, 2, 2, 16)]
    [TestCase(24576, 2, 3, 41, 33, 3, 5, 1, 2, 1, 3, false)]
    [TestCase(49152, 1, 12, 41, 33, 24, 3, 2, 1, 1, 6)]
    public void Conv2d_and_its_gradients_match_in_bands(
        int limit, int n, int c, int h, int w, int outs, int kernel, int stride, int padding, int dilation, int groups, bool weights = true)
    {
        Tensor Build(Graph g) => g.Input("x", n, c, h, w).Conv2d(g.Input("w", outs, c / groups, kernel, kernel), stride, padding, dilation, groups);
        var cut = new OpCase(Build) { Tolerance = ConvCases.Tolerance, Device = d => d with { MaxBindingBytes = limit } };
        cut.CheckRecipes();
        var graph = new Graph();
        var y = Build(graph);
        Autodiff.Gradients(y.Sum(), [graph["x"], graph["w"]]);
        foreach (var node in graph.Nodes.Where(node => node.Op.Macs(node) > 0 && (weights || node.Op is not Conv2dGradWeightOp)))
        {
            var recipe = node.Op.Recipes(node, cut.Device(Plan.Traits(GpuFixture.Gpu.Info))).Last();
            Assert.That(recipe.Name, Is.Not.EqualTo("plain"), node.ToString());
            Assert.That(recipe.Steps, Has.Count.GreaterThan(1), node.ToString());
        }
    }

    [TestCase(512, 40, 45)]
    [TestCase(1024, 40, 45)]
    [TestCase(512, 16, 15)]
    [TestCase(1024, 16, 15)]
    [TestCase(1024, 13, 24)]
    [TestCase(1024, 24, 48)]
    public void Conv2d_and_its_gradient_match_in_every_tile(int unrolled, int ins, int outs) =>
        new OpCase(g => g.Input("x", 2, ins, 9, 7).Conv2d(g.Input("w", outs, ins, 3, 3), padding: 1))
        {
            Tolerance = ConvCases.Tolerance,
            Device = d => d with { UnrolledProducts = unrolled },
        }.CheckRecipes();

    [Test]
    public void Conv2d_is_cut_where_operands_exceed_a_binding()
    {
        Shape x = new(24, 8, 6, 6), w = new(200, 8, 3, 3);
        var small = new OpCase(g => g.Input("x", x).Conv2d(g.Input("w", w), padding: 1))
        {
            Gradient = false,
            Tolerance = ConvCases.Tolerance,
            Device = d => d with { MaxBindingBytes = 32768 },
        };
        small.CheckRecipes();
        var graph = new Graph();
        var node = graph.Input("x", x).Conv2d(graph.Input("w", w), padding: 1).Node;
        var steps = node.Op.Recipes(node, small.Device(Plan.Traits(GpuFixture.Gpu.Info))).Select(r => r.Steps.Count);
        Assert.That(steps, Is.All.GreaterThan(9));
    }

    [Test]
    public void Sums_longer_than_the_loops_of_the_software_device_are_complete() =>
        new OpCase(g => g.Input("x", 1, 8000, 4, 4).Conv2d(g.Input("w", 3, 8000, 4, 4))) { Gradient = false, Tolerance = 1e-4 }.CheckRecipes();

    [Test]
    public void Conv2d_names_shapes_and_rule_that_do_not_fit()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 1, 3, 8, 8), w = graph.Input("w", 4, 2, 3, 3), large = graph.Input("large", 4, 3, 9, 9);
        Assert.Multiple(() =>
        {
            Assert.That(() => x.Conv2d(w), Throws.TypeOf<ShapeException>()
                .With.Message.Contains("[1,3,8,8], [4,2,3,3]").And.Message.Contains("takes 2 in each of 1 groups"));
            Assert.That(() => x.Conv2d(large), Throws.TypeOf<ShapeException>().With.Message.Contains("larger than the padded input"));
            Assert.That(() => x.Conv2d(w, stride: 0), Throws.TypeOf<ShapeException>().With.Message.Contains("at least 1"));
        });
    }

    [Test]
    public void Conv2d_counts_multiply_accumulates()
    {
        var graph = new Graph();
        var y = graph.Input("x", 1, 64, 56, 56).Conv2d(graph.Input("w", 64, 64, 3, 3), padding: 1);
        Assert.That(y.Node.Op.Macs(y.Node), Is.EqualTo(64L * 56 * 56 * 64 * 9));
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        new OpCase(g => g.Input("x", 1, 64, 56, 56).Conv2d(g.Input("w", 64, 64, 3, 3), padding: 1)).Perf();
        new OpCase(g => g.Input("x", 64, 1, 28, 28).Conv2d(g.Input("w", 32, 1, 3, 3), padding: 1)).Perf(10);
        new OpCase(g => g.Input("x", 64, 32, 14, 14).Conv2d(g.Input("w", 64, 32, 3, 3), padding: 1)).Perf(10);
        new OpCase(g => g.Input("x", 1, 128, 56, 56).Conv2d(g.Input("w", 128, 1, 3, 3), padding: 1, groups: 128)).Perf(10);
        new OpCase(g => g.Input("x", 8, 64, 112, 112).Conv2d(g.Input("w", 64, 1, 3, 3), stride: 2, padding: 1, groups: 64)).Perf(5);
        new OpCase(g => g.Input("x", 1, 58, 56, 56).Conv2d(g.Input("w", 58, 1, 3, 3), stride: 2, padding: 1, groups: 58)).Perf(5);
        new OpCase(g => g.Input("x", 1, 32, 256, 256).Conv2d(g.Input("w", 3, 32, 9, 9), padding: 4)).Perf(3);
    }
}
