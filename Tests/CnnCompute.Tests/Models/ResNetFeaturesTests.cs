// The residual trunk's sizes.
namespace CnnCompute.Tests;

public sealed class ResNetFeaturesTests
{
    [Test]
    public void Parameters_and_multiplications_are_those_of_nine_blocks()
    {
        var (model, graph) = (new ResNetFeatures(), new Graph());
        model.Eval();
        var y = model.ForwardNamed(graph.Input("x", 2, 3, 224, 224));
        Assert.That(y.Shape, Is.EqualTo(new Shape(2, ResNetFeatures.Count)));
        // torchvision's ResNet-18 less its classifier, and one block more.
        Assert.That(model.ParameterCount(), Is.EqualTo(11_689_512 - 513_000 + (2 * 512 * 512 * 9) + (4 * 512)));
        Assert.That(graph.Nodes.Sum(n => n.Op.Macs(n)) / 2, Is.EqualTo(1_814_073_344 - 512_000 + (49 * 2 * 512 * 512 * 9)));
        Assert.That(graph["layer4.2"].Shape, Is.EqualTo(new Shape(2, 512, 7, 7)));
        Assert.That(model.StateDict().Keys, Does.Contain("layer3.0.downsample.1.running_var").And.Contain("conv1.weight"));
    }

    [TestCase(32, 1)]
    [TestCase(96, 3)]
    [TestCase(225, 7)]
    [TestCase(239, 7)]
    public void Pictures_of_any_size_are_taken(int side, int map)
    {
        var (model, graph) = (new ResNetFeatures(), new Graph());
        model.Eval();
        model.ForwardNamed(graph.Input("x", 1, 3, side, side + 32));
        Assert.That(graph["layer4"].Shape, Is.EqualTo(new Shape(1, 512, map, map + 1)));
    }

    [Test]
    public void An_odd_last_row_and_column_of_a_map_change_nothing()
    {
        var model = new ResNetFeatures(seed: 4);
        model.Eval();
        var graph = new Graph();
        var x = graph.Input("x", 1, 64, 9, 11);
        var layer2 = model.NamedModules().Single(m => m.Name == "layer2").Module;
        var (odd, even) = (layer2.Forward(x), layer2.Forward(x.Slice(2, 0, 8).Slice(3, 0, 10)));
        Assert.That((odd.Shape, even.Shape), Is.EqualTo((new Shape(1, 128, 4, 5), new Shape(1, 128, 4, 5))));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [odd, even]);
        plan.Upload("x", OpCase.Floats(x.Shape, 2));
        plan.Run();
        Assert.That(plan.Fetch(odd).Zip(plan.Fetch(even), (a, b) => Math.Abs(a - b)).Max(), Is.LessThan(1e-4));
    }
}
