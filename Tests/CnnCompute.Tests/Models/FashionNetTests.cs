// The Fashion-MNIST network: keys, sizes and the training graph.
namespace CnnCompute.Tests;

public sealed class FashionNetTests
{
    [Test]
    public void FashionNet_has_the_keys_of_a_PyTorch_Sequential()
    {
        var model = new FashionNet();
        Assert.That(model.StateDict().Keys, Is.EqualTo([
            "0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var",
            "4.weight", "4.bias", "5.weight", "5.bias", "5.running_mean", "5.running_var",
            "9.weight", "9.bias", "12.weight", "12.bias",
        ]));
        // 320 + 64 + 18,496 + 128 + 401,536 + 1,290
        Assert.That(model.ParameterCount(), Is.EqualTo(421_834));
        var graph = new Graph();
        Assert.That(model.Forward(graph.Input("images", 64, 1, 28, 28)).Shape, Is.EqualTo(new Shape(64, 10)));
        Assert.That(graph.Nodes.Sum(n => n.Op.Macs(n)), Is.EqualTo(64L * (28 * 28 * 9 * 32 + 14 * 14 * 9 * 32 * 64 + 3136 * 128 + 1280)));
    }
}
