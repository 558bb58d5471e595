// The nets for small pictures: how large they are, and that they learn.
namespace CnnCompute.Tests;

public sealed class SmallNetTests
{
    [TestCase("fashion_small", 78_010, 2_837_376)]
    [TestCase("fashion_large", 215_890, 8_180_544)]
    [TestCase("mnist_tiny", 14_418, 2_427_584)]
    [TestCase("airbench94", 1_972_792, 118_147_360)]
    [TestCase("airbench_cifar", 387_384, 26_025_248)]
    [TestCase("airbench_cifar_small", 146_744, 17_085_088)]
    [TestCase("airbench_fashion", 206_824, 10_440_672)]
    [TestCase("airbench_fashion_small", 91_544, 5_783_312)]
    [TestCase("airbench_mnist", 17_208, 1_896_144)]
    public void Sizes_are_as_told(string name, long parameters, long macs)
    {
        var (model, known, graph) = (Zoo.Create(name), Zoo.Find(name)!, new Graph());
        model.Eval();
        model.Forward(graph.Input("x", 1, known.Channels, known.Height, known.Width));
        Assert.That(model.ParameterCount(), Is.EqualTo(parameters));
        Assert.That(graph.Nodes.Sum(n => n.Op.Macs(n)), Is.EqualTo(macs));
    }

    [Test]
    public void Airbench_begins_as_the_identity_with_norms_that_learn_shifts_alone()
    {
        var net = AirbenchNet.CifarSmall(seed: 3);
        var state = net.StateDict();
        Assert.That(state.Where(e => e.Key.Contains("norm", StringComparison.Ordinal) && e.Value.RequiresGrad).Select(e => e.Key.Split('.')[^1]),
            Is.All.EqualTo("bias"));
        var conv = state["group1.conv1.weight"];
        Assert.That(conv.Shape, Is.EqualTo(new Shape(32, 24, 3, 3)));
        Assert.That(conv.Initial[..(24 * 24 * 9)], Is.EqualTo(Init.Dirac(new Shape(24, 24, 3, 3))));
        Assert.That(conv.Initial[(24 * 24 * 9)..].Max(Math.Abs), Is.EqualTo(1 / Math.Sqrt(24 * 9)).Within(2).Percent, "the others are random");
        Assert.That(AirbenchNet.CifarSmall(seed: 4).StateDict()["group1.conv1.weight"].Initial, Is.Not.EqualTo(conv.Initial));
    }

    [Test]
    public void Small_residual_nets_begin_as_the_identity_and_drop_later_blocks_more()
    {
        var net = SmallResNet.FashionLarge();
        Assert.That(net.StateDict().Where(e => e.Key.EndsWith("bn2.weight", StringComparison.Ordinal)).SelectMany(e => e.Value.Initial), Is.All.Zero);
        var graph = new Graph();
        net.Forward(graph.Input("x", 2, 1, 28, 28));
        Assert.That(graph.Nodes.Select(n => n.Op).OfType<DropoutOp>().Select(d => d.P), Is.EqualTo([0.025f, 0.05f, 0.075f, 0.1f, 0.1f]).Within(1e-6));
    }
}
