// Gradients with respect to the picture, right through whole trained nets: the device against doubles, and doubles against differences.
using System.Collections.Concurrent;

namespace CnnCompute.Tests;

public sealed class WholeNetGradientTests
{
    private const int Picks = 3;

    // Small enough that hardly a kink lies within it, large enough for sixteen digits.
    private const double Step = 1e-6;

    [TestCase("squeezenet1.1", 33)]
    [TestCase("tiny_vgg", 64)]
    public void Gradients_of_a_class_through_a_classifier(string name, int side)
    {
        var trunk = new Trunk(ModelFile.Load(Shared.File($"models/{name}.onnx")));
        Check(side, picture => trunk.Apply(picture).Logits.Slice(1, 7, 1).Sum());
    }

    [TestCase("starry-night")]
    public void Gradients_of_a_painting_through_a_style_net(string name)
    {
        var model = OnnxModel.Load(Shared.File($"models/style/{name}.onnx"));
        model.Eval();
        // Weighted so that every pixel of the painting counts, each by another number.
        Check(16, picture =>
        {
            var painted = model.Forward(picture.Scale(255));
            return (painted * picture.Graph.Parameter(new Parameter("weights", painted.Shape, OpCase.Floats(painted.Shape, 8), requiresGrad: false)))
                .Mean();
        });
    }

    private static void Check(int side, Func<Tensor, Tensor> build)
    {
        var shape = new Shape(1, 3, side, side);
        var graph = new Graph();
        var picture = graph.Input("picture", shape);
        var score = build(picture);
        var gradient = Autodiff.Gradients(score, [picture])[0];
        var values = OpCase.Uniform(shape, 77).Select(v => (double)(float)((v + 1) / 2)).ToArray();
        double[] analytic = [], device = [];
        var numeric = new ConcurrentDictionary<int, double>();
        var picks = Enumerable.Range(0, Picks).Select(i => (int)(new Philox(5).Word((ulong)i) % shape.Count)).ToArray();
        double At(int index, double delta)
        {
            var moved = (double[])values.Clone();
            moved[index] += delta;
            return Oracle.Run(new Dictionary<string, double[]> { ["picture"] = moved }, score)[0][0];
        }
        // Doubles take their time; each evaluation stands alone.
        Parallel.Invoke(
        [
            () => device = OnDevice(gradient, values),
            () => analytic = Oracle.Run(new Dictionary<string, double[]> { ["picture"] = values }, gradient)[0],
            .. picks.Select<int, Action>(i => () => numeric[i] = (At(i, Step) - At(i, -Step)) / (2 * Step)),
        ]);
        var largest = analytic.Max(Math.Abs);
        Assert.That(largest, Is.GreaterThan(0));
        Assert.That(Difference.Relative(device, analytic), Is.LessThan(1e-4), "the device against doubles, every pixel");
        Assert.Multiple(() =>
        {
            foreach (var i in picks)
            {
                Assert.That((numeric[i] - analytic[i]) / largest, Is.EqualTo(0).Within(1e-4),
                    $"element {i}: the gradient is {analytic[i]}, the difference quotient {numeric[i]}");
            }
        });
    }

    private static double[] OnDevice(Tensor gradient, double[] values)
    {
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [gradient]);
        plan.Upload("picture", [.. values.Select(v => (float)v)]);
        plan.Run();
        return Array.ConvertAll(plan.Fetch(gradient), v => (double)v);
    }
}
