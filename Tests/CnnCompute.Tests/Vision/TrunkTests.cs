// Trained nets as Vision uses them: what they see of a picture, and what their layers are called.
namespace CnnCompute.Tests;

public sealed class TrunkTests
{
    internal static ModelFile Fashion() => ModelFile.Load(Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors"));

    private static ModelFile SqueezeNet() => ModelFile.Load(Shared.File("models/squeezenet1.1.onnx"));

    private static TrunkLayers Layers(ModelFile model, int height, int width, int batch = 1) =>
        new Trunk(model).Apply(new Graph().Input("picture", batch, 3, height, width));

    private static float[] Run(Tensor value, params (string Name, float[] Values)[] inputs)
    {
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [value]);
        foreach (var (name, values) in inputs)
            plan.Upload(name, values);
        plan.Run();
        return plan.Fetch(value);
    }

    // A coloured picture of 0..1, as no grey net ever saw one.
    private static float[] Colours(int height, int width) => [.. OpCase.Uniform(new Shape(3, height, width), 3).Select(v => (float)(v + 1) / 2)];

    [Test]
    public void A_net_of_one_channel_sees_luminance()
    {
        var model = Fashion();
        var picture = Colours(28, 28);
        var grey = Enumerable.Range(0,
            784).Select(i => (float)((0.299 * picture[i]) + (0.587 * picture[784 + i]) + (0.114 * picture[1568 + i]))).ToArray();
        var (scale, shift) = model.Norm!.Value[0];
        var graph = new Graph();
        var expected = Run(model.Module.Forward(graph.Input("x", 1, 1, 28, 28)), ("x", [.. grey.Select(v => v * 255 * scale + shift)]));
        var actual = Run(Layers(model, 28, 28).Logits, ("picture", picture));
        Assert.That(Difference.Relative(actual, expected), Is.LessThan(1e-5));
        Assert.That(expected.Max() - expected.Min(), Is.GreaterThan(1), "the net says something of it");
    }

    [Test]
    public void A_net_of_three_channels_sees_normalised_colours()
    {
        var model = SqueezeNet();
        var photograph = Photograph.Load(Shared.File("images/224/chelsea_224.png"));
        var logits = Run(Layers(model, 224, 224).Logits, ("picture", photograph.Planes(3, PixelNorm.Unit)));
        var graph = new Graph();
        var output = model.Module.Forward(graph.Input("data", 1, 3, 224, 224));
        var probabilities = Run(output, ("data", photograph.Planes(3, model.Norm!.Value)));
        Assert.That(Array.IndexOf(logits, logits.Max()), Is.EqualTo(285), "Egyptian cat");
        Assert.That(Difference.Relative(Softmax(logits), probabilities), Is.LessThan(1e-4), "the scores are those before the softmax");
        Assert.That(logits.Sum(), Is.Not.EqualTo(1).Within(0.1));
    }

    [Test]
    public void Scores_are_those_before_the_softmax_and_have_a_row_for_each_picture()
    {
        foreach (var file in new[] { "squeezenet1.1", "mobilenet_v2" })
        {
            var logits = Layers(ModelFile.Load(Shared.File($"models/{file}.onnx")), 96, 96, batch: 2).Logits;
            Assert.That(logits.Shape, Is.EqualTo(new Shape(2, file == "mobilenet_v2" ? 1001 : 1000)), file);
            Assert.That(logits.Graph.Nodes.Single(n => n.Op is SoftmaxOp).Inputs[0].Shape.Count, Is.EqualTo(logits.Shape.Count), file);
            Assert.That(logits.Node.Op, Is.Not.InstanceOf<SoftmaxOp>(), file);
        }
    }

    [Test]
    public void A_name_that_does_not_exist_is_refused_with_the_nearest()
    {
        var layers = Layers(SqueezeNet(), 224, 224);
        Assert.That(layers.Has("fire5"), Is.True);
        Assert.That(layers["fire5"].Shape, Is.EqualTo(new Shape(1, 256, 27, 27)));
        Assert.That(() => layers["fyre5"], Throws.ArgumentException.With.Message.Contains("no layer \"fyre5\"; did you mean \"fire5\"? there are"));
        Assert.That(() => layers["something else entirely"],
            Throws.ArgumentException.With.Message.Contains("squeezenet1.1.onnx").And.Message.Contains("cnn inspect"));
        Assert.That(layers.Maps.First(), Is.EqualTo("conv0"));
        Assert.That(layers.Maps, Does.Contain("fire2").And.Contain("fire8").And.Not.Contain("picture").And.Not.Contain("logits"));
        Assert.That(layers.Maps, Has.None.EndsWith("_W").And.None.EndsWith("_B"), "weights are no layers");
    }

    [Test]
    public void Layers_of_our_own_models_go_by_their_paths()
    {
        var layers = Layers(Fashion(), 28, 28);
        Assert.That(layers.Maps, Is.EqualTo(["0", "1", "2", "3", "4", "5", "6", "7"]));
        Assert.That(layers["7"].Shape, Is.EqualTo(new Shape(1, 64, 7, 7)));
        Assert.That(layers["12"].Id, Is.EqualTo(layers.Logits.Id));
    }

    [Test]
    public void What_others_name_in_the_graph_is_no_layer()
    {
        var graph = new Graph();
        var picture = graph.Input("picture", 1, 3, 28, 28).Scale(0.5f).Named("before");
        var layers = new Trunk(Fashion()).Apply(picture);
        picture.Square().Named("after");
        Assert.That(layers.Has("before"), Is.False);
        Assert.That(layers.Has("after"), Is.False);
        Assert.That(layers.Maps, Does.Not.Contain("before").And.Not.Contain("after").And.Not.Contain("picture"));
    }

    [Test]
    public void A_picture_that_is_too_small_reaches_as_many_layers_as_it_can()
    {
        var layers = Layers(SqueezeNet(), 12, 12);
        Assert.That(layers.Has("conv0"), Is.True);
        Assert.That(() => layers["fire8"], Throws.ArgumentException.With.Message.Contains("no layer \"fire8\" for pictures of 12×12")
            .And.Message.Contains("the net makes only conv0"));
        Assert.That(() => layers.Logits,
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("gives no classes for pictures of 12×12; it takes 224×224"));
    }

    [Test]
    public void A_picture_of_another_size_than_the_last_layers_take_gives_the_layers_before_them()
    {
        var layers = Layers(ModelFile.Load(Shared.File("models/tiny_vgg.onnx")), 96, 80);
        Assert.That(layers["relu_2_2_"].Shape, Is.EqualTo(new Shape(1, 10, 42, 34)));
        Assert.That(() => layers.Logits, Throws.TypeOf<InvalidDataException>().With.Message.Contains("96").And.Message.Contains("it takes 64×64"));
        var own = Layers(Fashion(), 32, 40);
        Assert.That(own["7"].Shape, Is.EqualTo(new Shape(1, 64, 8, 10)));
        Assert.That(() => own.Logits, Throws.TypeOf<InvalidDataException>().With.Message.Contains("40×32"));
    }

    [Test]
    public void A_net_without_classes_says_so()
    {
        var layers = Layers(ModelFile.Load(Shared.File("models/inception_v3_features.onnx")), 160, 160);
        Assert.That(layers["mixed_4"].Shape[0], Is.EqualTo(1));
        Assert.That(() => layers.Logits, Throws.TypeOf<InvalidDataException>().With.Message.Contains("no classes"));
    }

    [Test]
    public void A_graph_takes_one_trunk()
    {
        var (trunk, graph) = (new Trunk(Fashion()), new Graph());
        trunk.Apply(graph.Input("picture", 1, 3, 28, 28));
        Assert.That(() => trunk.Apply(graph.Input("other", 1, 3, 28, 28)),
            Throws.InvalidOperationException.With.Message.Contains("a trunk already").And.Message.Contains("batch"));
        Assert.That(() => trunk.Apply(new Graph().Input("picture", 1, 1, 28, 28)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[N,3,H,W]"));
    }

    [Test]
    public void A_refused_picture_leaves_the_graph_free()
    {
        var (trunk, graph) = (new Trunk(Fashion()), new Graph());
        Assert.That(() => trunk.Apply(graph.Input("grey", 1, 1, 28, 28)), Throws.TypeOf<ShapeException>());
        Assert.That(trunk.Apply(graph.Input("picture", 1, 3, 28, 28)).Logits.Shape, Is.EqualTo(new Shape(1, 10)));
    }

    [Test]
    public void Gradients_reach_a_coloured_picture_of_a_grey_net()
    {
        var layers = Layers(Fashion(), 28, 28);
        var gradient = Autodiff.Gradients(layers.Logits.Slice(1, 3, 1).Sum(), [layers.Pictures])[0];
        Assert.That(gradient.Shape, Is.EqualTo(layers.Pictures.Shape));
        var values = Run(gradient, ("picture", Colours(28, 28)));
        double red = values.Take(784).Max(Math.Abs), green = values.Skip(784).Take(784).Max(Math.Abs);
        Assert.That(green / red, Is.EqualTo(0.587 / 0.299).Within(0.1).Percent);
    }

    private static float[] Softmax(float[] logits)
    {
        var (most, sum) = (logits.Max(), 0.0);
        var e = logits.Select(v => Math.Exp(v - most)).ToArray();
        sum = e.Sum();
        return [.. e.Select(v => (float)(v / sum))];
    }
}
