// Transposed and one-dimensional convolutions and borders as layers: PyTorch's keys, shapes and initial values.
namespace CnnCompute.Tests;

public sealed class ConvLayerTests
{
    private static Shape Output(Module module, params int[] input) => module.Forward(new Graph().Input("x", input)).Shape;

    [Test]
    public void Layers_have_PyTorchs_output_shapes()
    {
        Assert.That(Output(new ConvTranspose2d(4, 6, 3, stride: 2, padding: 1, outputPadding: 1), 2, 4, 5, 7), Is.EqualTo(new Shape(2, 6, 10, 14)));
        Assert.That(Output(new ConvTranspose2d(4, 6, (2, 4), (1, 3), groups: 2, dilation: 2), 2, 4, 5, 7), Is.EqualTo(new Shape(2, 6, 7, 25)));
        Assert.That(Output(new Conv1d(4, 6, 5, stride: 2, padding: 2, groups: 2), 2, 4, 9), Is.EqualTo(new Shape(2, 6, 5)));
        foreach (var pad in new Module[] { new ReflectionPad2d((1, 2, 3, 0)), new ReplicationPad2d((1, 2, 3, 0)), new ZeroPad2d((1, 2, 3, 0)),
            new ConstantPad2d((1, 2, 3, 0), 7), new CircularPad2d((1, 2, 3, 0)) })
        {
            Assert.That(Output(pad, 1, 3, 5, 6), Is.EqualTo(new Shape(1, 3, 8, 9)), pad.GetType().Name);
        }
    }

    [Test]
    public void State_dicts_have_PyTorchs_keys_and_shapes()
    {
        static string Describe(Module m) => string.Join(" ", m.StateDict().Select(e => $"{e.Key} {e.Value.Shape}"));
        Assert.That(Describe(new ConvTranspose2d(4, 6, 3, groups: 2)), Is.EqualTo("weight [4,3,3,3] bias [6]"));
        Assert.That(Describe(new ConvTranspose2d(4, 6, 3, bias: false)), Is.EqualTo("weight [4,6,3,3]"));
        Assert.That(Describe(new Conv1d(4, 6, 5)), Is.EqualTo("weight [6,4,5] bias [6]"));
        Assert.That(new ReflectionPad2d(1).StateDict(), Is.Empty);
    }

    [Test]
    public void Initial_values_are_uniform_within_PyTorchs_bounds()
    {
        var layer = new ConvTranspose2d(64, 32, 3, groups: 2);
        var bound = 1 / Math.Sqrt(16 * 9);
        Assert.That(layer.Weight.Initial.Max(Math.Abs), Is.LessThanOrEqualTo(bound).And.GreaterThan(0.95 * bound));
        Assert.That(layer.Bias!.Initial.Max(Math.Abs), Is.LessThanOrEqualTo(bound));
        Assert.That(() => new ConvTranspose2d(4, 6, 3, groups: 4), Throws.ArgumentException.With.Message.Contains("4 groups"));
        Assert.That(() => new Conv1d(5, 6, 3, groups: 2), Throws.ArgumentException.With.Message.Contains("2 groups"));
    }

    [Test]
    public void A_bias_is_added_to_each_channel()
    {
        var layer = new ConvTranspose2d(1, 2, 1);
        layer.LoadStateDict(new Dictionary<string, TensorData>
        {
            ["weight"] = new(new Shape(1, 2, 1, 1), [2, 3]),
            ["bias"] = new(new Shape(2), [10, 20]),
        });
        var graph = new Graph();
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = [1, -1] }, layer.Forward(graph.Input("x", 1, 1, 1, 2)))[0],
            Is.EqualTo(new double[] { 12, 8, 23, 17 }));
    }
}
