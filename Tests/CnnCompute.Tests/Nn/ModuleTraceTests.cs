// Names of layers' outputs, and networks that end at a layer.
namespace CnnCompute.Tests;

public sealed class ModuleTraceTests
{
    [Test]
    public void Outputs_are_called_by_their_paths_a_second_one_with_a_number()
    {
        var net = ResNet.ResNet18();
        net.Eval();
        var graph = new Graph();
        var y = net.ForwardNamed(graph.Input("x", 1, 3, 64, 64));
        Assert.That(graph["layer3"].Shape, Is.EqualTo(new Shape(1, 256, 4, 4)));
        Assert.That(graph["layer3.1"], Is.EqualTo(graph["layer3"]));
        Assert.That(graph["layer1.0.relu"], Is.Not.EqualTo(graph["layer1.0.relu_1"]));
        Assert.That(graph["layer1.0.relu_1"], Is.EqualTo(graph["layer1.0"]));
        Assert.That(graph["fc"], Is.EqualTo(y));
        Assert.That(graph.Names, Does.Not.ContainKey(""));

        var plain = new Graph();
        net.Forward(plain.Input("x", 1, 3, 64, 64));
        Assert.That(plain.Names.Keys, Is.EqualTo(["x"]), "names are given on demand only");
    }

    [Test]
    public void Features_end_at_the_layer_and_append_nothing_after_it()
    {
        var net = new AlexNet();
        net.Eval();
        // Too small for the classifier.
        var graph = new Graph();
        var map = net.Features(graph.Input("x", 2, 3, 95, 127), "features.7");
        Assert.That(map.Shape, Is.EqualTo(new Shape(2, 384, 5, 7)));
        Assert.That(graph.Nodes[^1].Id, Is.EqualTo(map.Id));
        Assert.That(ModuleTrace.Current, Is.Null);
        Assert.That(net.Features(graph.Input("x", 2, 3, 95, 127), "features.6").Id, Is.LessThan(map.Id), "what is there is found again");

        var head = new AlexNet();
        Assert.That(head.Features(new Graph().Input("x", 1, 3, 224, 224), "avgpool").Shape, Is.EqualTo(new Shape(1, 256, 6, 6)));
        Assert.That(() => head.Features(new Graph().Input("x", 1, 3, 224, 224), "layer4"),
            Throws.ArgumentException.With.Message.Contains("AlexNet").And.Message.Contains("layer4").And.Message.Contains("classifier.6"));
        Assert.That(() => head.Features(new Graph().Input("x", 1, 4, 224, 224), "avgpool"), Throws.InstanceOf<ShapeException>());
        Assert.That(ModuleTrace.Current, Is.Null, "after errors too");
    }

    [Test]
    public void A_name_that_the_graph_has_already_is_left_alone()
    {
        var net = new TinyVgg();
        var graph = new Graph();
        var x = graph.Input("conv_1_1", 1, 3, 64, 64);
        net.ForwardNamed(x);
        Assert.That(graph["conv_1_1"], Is.EqualTo(x));
        Assert.That(graph["max_pool_2"].Shape, Is.EqualTo(new Shape(1, 10, 13, 13)));
    }
}
