// SqueezeNet 1.1 against torchvision's facts.
namespace CnnCompute.Tests;

public sealed class SqueezeNetTests
{
    [Test]
    public void SqueezeNet_has_torchvisions_parameters_keys_and_multiplications()
    {
        var model = new SqueezeNet();
        Assert.That(model.ParameterCount(), Is.EqualTo(1_235_496));
        var keys = model.StateDict().Keys.ToArray();
        Assert.That(keys, Has.Length.EqualTo(52));
        Assert.That(keys, Does.Contain("features.0.weight").And.Contain("features.3.squeeze.weight").And.Contain("features.12.expand3x3.bias")
            .And.Contain("classifier.1.weight"));
        var graph = new Graph();
        var scores = model.Forward(graph.Input("images", 1, 3, 224, 224));
        Assert.That(scores.Shape, Is.EqualTo(new Shape(1, 1000)));
        Assert.That(graph.Nodes.Sum(n => n.Op.Macs(n)), Is.EqualTo(349_151_936));
    }

    [Test]
    public void SqueezeNet_starts_as_torchvisions()
    {
        var state = new SqueezeNet(seed: 3).StateDict();
        Assert.That(state.Where(e => e.Key.EndsWith(".bias", StringComparison.Ordinal)).SelectMany(e => e.Value.Initial), Is.All.Zero);
        Assert.That(state["features.3.expand3x3.weight"].Initial.Max(Math.Abs), Is.EqualTo(Math.Sqrt(6.0 / (16 * 9))).Within(1).Percent);
        var last = state["classifier.1.weight"].Initial;
        Assert.That(Math.Sqrt(last.Average(v => (double)v * v)), Is.EqualTo(0.01).Within(1).Percent);
        Assert.That(last.Max(), Is.GreaterThan(0.03));
    }
}
