// Layers: PyTorch's arguments, defaults, shapes and initial values.
namespace CnnCompute.Tests;

public sealed class LayerTests
{
    private static Shape Output(Module module, params int[] input) => module.Forward(new Graph().Input("x", input)).Shape;

    [Test]
    public void Layers_have_PyTorchs_output_shapes()
    {
        Assert.That(Output(new Conv2d(3, 8, 3), 2, 3, 9, 7), Is.EqualTo(new Shape(2, 8, 7, 5)));
        Assert.That(Output(new Conv2d(4, 8, (3, 5), stride: (2, 1), padding: (1, 2), dilation: (2, 1), groups: 2), 1, 4, 20, 20),
            Is.EqualTo(new Shape(1, 8, 9, 20)));
        Assert.That(Output(new MaxPool2d(3, stride: 2), 1, 1, 6, 6), Is.EqualTo(new Shape(1, 1, 2, 2)));
        Assert.That(Output(new MaxPool2d(3, stride: 2, ceilMode: true), 1, 1, 6, 6), Is.EqualTo(new Shape(1, 1, 3, 3)));
        Assert.That(Output(new MaxPool2d(2), 1, 1, 7, 7), Is.EqualTo(new Shape(1, 1, 3, 3)));
        Assert.That(Output(new AvgPool2d(3, stride: 1, padding: 1), 1, 2, 5, 5), Is.EqualTo(new Shape(1, 2, 5, 5)));
        Assert.That(Output(new AdaptiveAvgPool2d(1), 2, 5, 7, 7), Is.EqualTo(new Shape(2, 5, 1, 1)));
        Assert.That(Output(new AdaptiveAvgPool2d((2, 7)), 2, 5, 8, 7), Is.EqualTo(new Shape(2, 5, 2, 7)));
        Assert.That(Output(new Flatten(), 2, 3, 4, 5), Is.EqualTo(new Shape(2, 60)));
        Assert.That(Output(new Linear(60, 10), 2, 60), Is.EqualTo(new Shape(2, 10)));
        Assert.That(Output(new BatchNorm2d(3), 2, 3, 4, 5), Is.EqualTo(new Shape(2, 3, 4, 5)));
        Assert.That(Output(new Sequential(new ReLU(), new Softmax(), new LogSoftmax(1)), 2, 3), Is.EqualTo(new Shape(2, 3)));
    }

    [Test]
    public void Layers_of_shapes_keep_values_and_state_dicts_as_PyTorch_does()
    {
        var x = new Graph().Input("x", 2, 6, 1, 3);
        Assert.That(new Identity().Forward(x), Is.EqualTo(x));
        Assert.That(Output(new Flatten(0, 1), 2, 3, 4, 5), Is.EqualTo(new Shape(6, 4, 5)));
        Assert.That(Output(new Flatten(-2), 2, 3, 4, 5), Is.EqualTo(new Shape(2, 3, 20)));
        Assert.That(Output(new Unflatten(1, 2, -1, 3), 2, 12, 5), Is.EqualTo(new Shape(2, 2, 2, 3, 5)));
        Assert.That(Output(new Unflatten(-1, 3, 5), 2, 15), Is.EqualTo(new Shape(2, 3, 5)));
        double[] values = [.. Enumerable.Range(0, 36).Select(i => (double)i)];
        var shuffled = Oracle.Run(new Dictionary<string, double[]> { ["x"] = values }, new ChannelShuffle(2).Forward(x))[0];
        // Channels 0 1 2 | 3 4 5 are dealt out as 0 3 1 4 2 5.
        Assert.That(shuffled.Take(18).Where((_, i) => i % 3 == 0), Is.EqualTo(new double[] { 0, 9, 3, 12, 6, 15 }));
        Assert.That(new Sequential(new Identity(), new Linear(2, 2), new Flatten(), new Unflatten(1, 2, 1)).StateDict().Keys,
            Is.EqualTo(["1.weight", "1.bias"]));
    }

    [Test]
    public void Misuse_is_refused()
    {
        Assert.That(() => new Conv2d(3, 8, 3, groups: 2), Throws.ArgumentException.With.Message.Contains("groups"));
        Assert.That(() => new Dropout(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Output(new Conv2d(3, 8, 3), 1, 4, 9, 9), Throws.InstanceOf<ShapeException>());
        Assert.That(() => new ChannelShuffle(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Output(new ChannelShuffle(4), 1, 6, 3, 3), Throws.InstanceOf<ShapeException>());
        Assert.That(() => Output(new Flatten(3, 1), 1, 6, 3, 3), Throws.InstanceOf<ShapeException>());
        Assert.That(() => Output(new Unflatten(1, 4, -1), 1, 6, 3, 3), Throws.InstanceOf<ShapeException>());
    }

    [Test]
    public void Dropout_does_nothing_in_evaluation()
    {
        var layer = new Dropout(0.3f);
        var x = new Graph().Input("x", 4, 4);
        Assert.That(layer.Forward(x), Is.Not.EqualTo(x));
        Assert.That(x.Graph.Names, Does.ContainKey(Dropout.KeyName));
        layer.Eval();
        Assert.That(layer.Forward(x), Is.EqualTo(x));
    }

    [Test]
    public void Conv_and_linear_start_uniform_within_PyTorchs_bounds()
    {
        void Uniform(float[] values, double bound)
        {
            Assert.That(values, Is.All.InRange((float)-bound, (float)bound));
            // Five standard errors around 0, and the spread of a uniform distribution.
            Assert.That(values.Average(v => (double)v), Is.EqualTo(0).Within(5 * bound / Math.Sqrt(3.0 * values.Length)));
            Assert.That(values.Average(v => (double)v * v), Is.EqualTo(bound * bound / 3).Within(bound * bound * 1.5 / Math.Sqrt(values.Length)));
        }
        var conv = new Conv2d(64, 128, 3, groups: 2);
        Uniform(conv.Weight.Initial, 1 / Math.Sqrt(32 * 9));
        Uniform(conv.Bias!.Initial, 1 / Math.Sqrt(32 * 9));
        var linear = new Linear(300, 200);
        Uniform(linear.Weight.Initial, 1 / Math.Sqrt(300));
        Uniform(linear.Bias!.Initial, 1 / Math.Sqrt(300));
        Uniform(Init.KaimingUniform(new Philox(1), new Shape(50, 100)), Math.Sqrt(6.0 / 100));
        var norm = new BatchNorm2d(3);
        Assert.That(norm.StateDict().Values.SelectMany(p => p.Initial), Is.EqualTo([1f, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1]));
    }

    [Test]
    public void Initial_values_depend_on_the_seed_and_differ_between_layers()
    {
        static float[][] Values(ulong seed)
        {
            var model = new Sequential(new Linear(5, 5), new Linear(5, 5));
            model.Initialize(seed);
            return [.. model.Parameters().Select(p => p.Initial)];
        }
        float[][] one = Values(1), again = Values(1), two = Values(2);
        Assert.That(again, Is.EqualTo(one));
        Assert.That(two[0], Is.Not.EqualTo(one[0]));
        Assert.That(one[2], Is.Not.EqualTo(one[0]));
        Assert.That(one[1], Is.Not.EqualTo(one[3]));
    }
}
