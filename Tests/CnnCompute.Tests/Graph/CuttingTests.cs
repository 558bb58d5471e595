// Kernels and updates whose operands are larger than one binding.
namespace CnnCompute.Tests;

public class CuttingTests
{
    private static DeviceTraits Small(DeviceTraits device) => device with { MaxBindingBytes = 1024 };

    private static OpCase Case(Func<Graph, Tensor> build, bool gradient = false) =>
        new(build)
        {
            Device = Small,
            Gradient = gradient,
            Values = (key, shape) => key switch
            {
                "rate" or "step" => [1],
                "key" => [77, 5],
                "truth" => Elementwise.Truths(shape),
                _ => OpCase.AwayFromZero(shape),
            },
        };

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

    // Pictures of half a kilobyte and of three quarters.
    [TestCase(5, 8, 4, 4)]
    [TestCase(8, 8, 4, 6)]
    public void Pools_are_cut_between_pictures(int n, int c, int h, int w)
    {
        var (tiles, overlapping) = (PoolWindow.Square(2, 2, 0, 1, false), PoolWindow.Square(3, 1, 1, 1, false));
        CheckCut(g => g.Input("x", n, c, h, w).MaxPool2d(tiles));
        CheckCut(g => g.Input("x", n, c, h, w).MaxPool2d(overlapping));
        CheckCut(g => g.Input("x", n, c, h, w).AvgPool2d(overlapping));
        CheckCut(g => g.Append(new AvgPool2dGradOp(overlapping, true, new Shape(n, c, h, w)), g.Input("dy", n, c, h, w)));
        CheckCut(g => g.Append(new MaxPool2dGradOp(tiles), g.Input("x", n, c, h, w), g.Input("dy", n, c, h / 2, w / 2)));
        CheckCut(g => g.Append(new MaxPool2dGradOp(overlapping), g.Input("x", n, c, h, w), g.Input("dy", n, c, h, w)));
    }

    [TestCase(1000)]
    [TestCase(1027)]
    public void Casts_and_choices_are_cut(int n)
    {
        CheckCut(g => g.Input("x", n).Cast(DType.I32));
        CheckCut(g => g.Input("x", n).Cast(DType.Bool));
        CheckCut(g => g.Input("x", n).Cast(DType.I32).Cast(DType.F32));
        CheckCut(g => Tensor.Where(g.Input("truth", new Shape(n), DType.Bool), g.Input("a", n), g.Input("b", n)));
        CheckCut(g => g.Input("x", n).MaskedFill(g.Input("truth", new Shape(n), DType.Bool), -3));
        CheckCut(g => Tensor.Where(g.Input("truth", new Shape(40), DType.Bool), g.Input("a", 16, 40), g.Input("b", 16, 40)));
    }

    // A launch must know where in the op's stream of random numbers it begins.
    [TestCase(1000)]
    [TestCase(1027)]
    public void Random_ops_draw_the_same_numbers_when_cut(int n)
    {
        static Tensor Key(Graph g) => g.Value("key", new Shape(2), DType.I32);
        CheckCut(g => g.Input("x", n).Dropout(0.4f, Key(g)));
        CheckCut(g => g.Input("x", n).AlphaDropout(0.4f, Key(g)));
        CheckCut(g => g.Input("x", n).RRelu(Key(g)));
        CheckCut(g => Autodiff.Gradients(g.Input("x", n).RRelu(Key(g)).Sum(), [g["x"]])[0]);
    }

    [Test]
    public void Repeats_and_permutations_are_cut_along_the_slowest_axis()
    {
        CheckCut(g => g.Input("x", 1).BroadcastTo(new Shape(1000)));
        CheckCut(g => g.Input("row", 40).BroadcastTo(new Shape(16, 40)));
        CheckCut(g => g.Input("column", 64, 1).BroadcastTo(new Shape(64, 8)));
        CheckCut(g => g.Input("x", 16, 4, 8).Permute(0, 2, 1));
    }

    // The last recipe is the one a plan takes.
    private static void CheckReduction(long limit, bool plainToo, Func<Graph, Tensor> build)
    {
        DeviceTraits Limited(DeviceTraits device) => device with { MaxBindingBytes = limit };
        var device = Limited(Plan.Traits(GpuFixture.Gpu.Info));
        var node = build(new Graph()).Node;
        Recipe[] recipes = [.. node.Op.Recipes(node, device).Select(r => r.Fit(node, device))];
        foreach (var recipe in plainToo ? recipes : recipes[^1..])
        {
            foreach (var operand in recipe.Steps.SelectMany(s => s.Bindings))
            {
                var whole = operand.Kind switch
                {
                    OperandKind.Input => node.Inputs[operand.Index].Shape.Bytes,
                    OperandKind.Output => node.Shape.Bytes,
                    _ => recipe.Scratch[operand.Index],
                };
                Assert.That(operand.Size < 0 ? whole : operand.Size, Is.LessThanOrEqualTo(limit), $"{node.Op.Name} {recipe.Name}, {operand}");
            }
        }
        new OpCase(build) { Device = Limited, Gradient = false, Tolerance = 3e-5 }.CheckRecipes();
    }

    [Test]
    public void Sums_and_other_reductions_are_cut()
    {
        // One sum over everything, between runs of it; the plain recipe's runs are long.
        CheckReduction(60_000, false, g => g.Input("x", 100_003).Sum());
        CheckReduction(60_000, false, g => g.Input("x", 100_003).SumSquare());
        CheckReduction(60_000, false, g => g.Input("x", 100_003).Max());
        CheckReduction(1 << 20, true, g => g.Input("x", 400_003).Sum());
        CheckReduction(1 << 20, true, g => g.Input("x", 400_003).NormL2());
        // Over the last axes, between lines; over the first, between rows.
        CheckReduction(4096, true, g => g.Input("x", 64, 120).Sum([1]));
        CheckReduction(4096, false, g => g.Input("x", 100, 2, 64).Mean([1]));
        CheckReduction(4096, false, g => g.Input("x", 1000, 16).Sum([0]));
        CheckReduction(4096, false, g => g.Input("x", 16, 256).SumSquare([0]));
        CheckReduction(4096, true, g => g.Input("x", 40, 16, 4, 4).Sum([2, 3]));
    }

    [TestCase(1000)]
    [TestCase(1027)]
    public void Gradients_of_reductions_are_cut(int n)
    {
        CheckCut(g => Autodiff.Gradients(g.Input("x", n).SumSquare(), [g["x"]])[0]);
        CheckCut(g => Autodiff.Gradients(g.Input("x", n).Max(), [g["x"]])[0]);
        CheckCut(g => Autodiff.Gradients(g.Input("x", 64, 8).NormL2([1]).Sum(), [g["x"]])[0]);
    }
}
