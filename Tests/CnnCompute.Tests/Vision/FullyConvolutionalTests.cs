// Classifiers run densely over larger pictures.
namespace CnnCompute.Tests;

public sealed class FullyConvolutionalTests
{
    private static float[] Run(Module module, Shape input, float[] values, out Shape shape)
    {
        var graph = new Graph();
        var y = module.Forward(graph.Input("x", input));
        shape = y.Shape;
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [y]);
        plan.Upload("x", values);
        plan.Run();
        return plan.Fetch(y);
    }

    private static float[] Crop(float[] picture, (int C, int H, int W) size, int y, int x, int side) =>
    [
        .. Enumerable.Range(0, size.C)
            .SelectMany(c => Enumerable.Range(y, side).SelectMany(r => picture.AsSpan((((c * size.H) + r) * size.W) + x, side).ToArray())),
    ];

    // Nets without padding: every cell is exactly the net's answer for the picture cut out there.
    [TestCase("lenet5", 4, 48, 41)]
    [TestCase("tiny_vgg", 4, 73, 80)]
    public void Each_cell_is_the_answer_for_its_cut(string name, int stride, int height, int width)
    {
        var (known, model) = (Zoo.Find(name)!, Zoo.Create(name, seed: 4));
        var (c, side) = (known.Channels, known.Height);
        var dense = new FullyConvolutional(model, c, side, side);
        var picture = OpCase.Floats(new Shape(c, height, width), 5);
        var cells = Run(dense, new Shape(1, c, height, width), picture, out var shape);
        Assert.That(shape, Is.EqualTo(new Shape(1, 10, ((height - side) / stride) + 1, ((width - side) / stride) + 1)));
        Assert.That(shape[2] * shape[3], Is.GreaterThan(9));
        foreach (var (row, column) in new[] { (0, 0), (shape[2] - 1, 0), (1, shape[3] - 1), (shape[2] - 1, shape[3] - 1) })
        {
            var cell = Enumerable.Range(0, 10).Select(k => cells[(((k * shape[2]) + row) * shape[3]) + column]).ToArray();
            var alone = Run(model, new Shape(1, c, side, side), Crop(picture, (c, height, width), row * stride, column * stride, side), out _);
            Assert.That(Difference.Relative(cell, alone), Is.LessThan(1e-5), $"cell {row}, {column}");
        }
    }

    [TestCase("fashion", 28, 56)]
    [TestCase("squeezenet1_1", 224, 288)]
    [TestCase("shufflenet_v2_x0_5", 224, 256)]
    public void At_its_own_size_a_net_says_the_same(string name, int side, int larger)
    {
        var (known, model) = (Zoo.Find(name)!, Zoo.Create(name, seed: 4));
        var dense = new FullyConvolutional(model, known.Channels, side, side);
        var input = new Shape(1, known.Channels, side, side);
        var picture = OpCase.Floats(input, 6);
        Assert.That(Difference.Relative(Run(dense, input, picture, out var shape), Run(model, input, picture, out var flat)), Is.LessThan(1e-4));
        Assert.That(shape, Is.EqualTo(new Shape(1, flat[1], 1, 1)));
        var wide = dense.Forward(new Graph().Input("x", 2, known.Channels, side, larger)).Shape;
        Assert.That((wide[0], wide[1], wide[2]), Is.EqualTo((2, flat[1], 1)));
        Assert.That(wide[3], Is.GreaterThan(1));
    }

    [Test]
    public void Large_nets_keep_their_keys_and_share_their_values()
    {
        var model = new AlexNet();
        var dense = new FullyConvolutional(model, 3, 224, 224);
        Assert.That(dense.StateDict().Keys, Is.EqualTo(model.StateDict().Keys));
        var fc6 = dense.StateDict()["classifier.1.weight"];
        Assert.That(fc6.Shape, Is.EqualTo(new Shape(4096, 256, 6, 6)));
        Assert.That(fc6.Initial, Is.SameAs(model.StateDict()["classifier.1.weight"].Initial));
        Assert.That(dense.StateDict()["features.0.weight"], Is.SameAs(model.StateDict()["features.0.weight"]));
        var graph = new Graph();
        Assert.That(dense.Forward(graph.Input("x", 1, 3, 320, 256)).Shape, Is.EqualTo(new Shape(1, 1000, 4, 2)));
        Assert.That(graph["classifier.1"].Shape, Is.EqualTo(new Shape(1, 4096, 4, 2)));
        Assert.That(graph.Nodes.Count(n => n.Op is MatMulOp), Is.Zero);
    }

    [Test]
    public void What_cannot_be_turned_is_named()
    {
        Assert.That(() => new FullyConvolutional(new Sequential(new Flatten(), new Softmax(), new Linear(12, 3)), 3, 2, 2),
            Throws.InstanceOf<NotSupportedException>().With.Message.Contains("= Softmax("));
        var lenet = new FullyConvolutional(new LeNet5(), 1, 32, 32);
        Assert.That(() => lenet.Forward(new Graph().Input("x", 1, 1, 31, 40)),
            Throws.InstanceOf<ShapeException>().With.Message.Contains("32 or more"));
    }
}
