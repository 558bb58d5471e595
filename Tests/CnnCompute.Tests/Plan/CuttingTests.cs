// Elementwise kernels and updates whose operands are larger than one binding.
using Engine;

namespace CnnCompute.Tests;

public class CuttingTests
{
    private static DeviceTraits Small(DeviceTraits device) => device with { MaxBindingBytes = 1024 };

    private static OpCase Case(Func<Graph, Tensor> build, bool gradient = false) =>
        new(build) { Device = Small, Gradient = gradient, Values = (key, shape) => key is "rate" or "step" ? [1] : OpCase.AwayFromZero(shape) };

    // Every launch of the node's recipes binds at most the limit, and there are several.
    private static void CheckCut(Func<Graph, Tensor> build)
    {
        var device = Small(Plan.Traits(GpuFixture.Gpu.Info));
        var node = build(new Graph()).Node;
        foreach (var recipe in node.Op.Recipes(node, device).Select(r => r.Fit(node, device)))
        {
            Assert.That(recipe.Steps, Has.Count.GreaterThan(1), $"{node.Op.Name} {recipe.Name}");
            foreach (var operand in recipe.Steps.SelectMany(s => s.Bindings).Where(b => b.Size >= 0))
                Assert.That(operand.Size, Is.LessThanOrEqualTo(1024));
        }
        Case(build).CheckRecipes();
    }

    [TestCase(1000)]
    [TestCase(1027)]
    public void Elementwise_kernels_are_cut(int n)
    {
        CheckCut(g => g.Input("x", n).Relu());
        CheckCut(g => g.Input("x", n).Scale(3, 1));
        CheckCut(g => g.Input("x", n) + g.Input("y", n));
        CheckCut(g => g.Input("x", n) * g.Input("scalar", 1));
        CheckCut(g => g.Fill(new Shape(n), 2));
    }

    [Test]
    public void Broadcasts_are_cut_along_the_slowest_axis()
    {
        CheckCut(g => g.Input("x", 16, 40) + g.Input("row", 40));
        CheckCut(g => g.Input("column", 64, 1) * g.Input("x", 64, 8));
        CheckCut(g => g.Input("x", 8, 16, 4, 4) * g.Input("c", 16, 1, 1));
    }

    [TestCase(1000)]
    [TestCase(1027)]
    public void Updates_are_cut(int n)
    {
        Parameter Make(string name) => new(name, new Shape(n), new float[n], false);
        Parameter weight = Make("weight"), first = Make("first"), second = Make("second average");
        CheckCut(g => g.Input("gradient", n).SgdUpdate(weight, null, g.Value("rate")));
        CheckCut(g => g.Input("gradient", n).SgdUpdate(weight, first, g.Value("rate"), 0.9f));
        CheckCut(g => g.Input("gradient", n).AdamUpdate(weight, first, second, g.Value("rate"), g.Value("step")));
    }
}
