// Layers of normalisation and random dropping: shapes, state-dict keys, modes.
namespace CnnCompute.Tests;

public sealed class NormLayerTests
{
    private static string[] Keys(Module module) => [.. module.StateDict().Keys];

    private static Shape Output(Module module, params int[] input) => module.Forward(new Graph().Input("x", input)).Shape;

    [Test]
    public void State_dicts_have_PyTorchs_keys()
    {
        string[] affine = ["weight", "bias"], running = ["running_mean", "running_var"];
        Assert.Multiple(() =>
        {
            foreach (var norm in new Module[] { new BatchNorm1d(3), new BatchNorm2d(3), new BatchNorm3d(3),
                new InstanceNorm2d(3, affine: true, trackRunningStats: true) })
            {
                Assert.That(Keys(norm), Is.EqualTo(affine.Concat(running)), norm.GetType().Name);
            }
            foreach (var norm in new Module[] { new InstanceNorm1d(3, affine: true), new GroupNorm(1, 3), new LayerNorm(3) })
                Assert.That(Keys(norm), Is.EqualTo(affine), norm.GetType().Name);
            foreach (var norm in new Module[] { new InstanceNorm2d(3), new InstanceNorm3d(3), new GroupNorm(3, 3, affine: false),
                new LayerNorm(3, elementwiseAffine: false), new LocalResponseNorm(5) })
            {
                Assert.That(Keys(norm), Is.Empty, norm.GetType().Name);
            }
            Assert.That(Keys(new InstanceNorm3d(3, trackRunningStats: true)), Is.EqualTo(running));
            Assert.That(Keys(new LayerNorm(3, bias: false)), Is.EqualTo(["weight"]));
            Assert.That(new LayerNorm(new Shape(3, 4)).Weight!.Shape, Is.EqualTo(new Shape(3, 4)));
            Assert.That(new GroupNorm(2, 4).StateDict().Values.SelectMany(p => p.Initial), Is.EqualTo([1f, 1, 1, 1, 0, 0, 0, 0]));
        });
    }

    [Test]
    public void Shapes_pass_through_and_others_are_refused()
    {
        (Module, int[])[] fit =
        [
            (new BatchNorm1d(3), [4, 3]), (new BatchNorm1d(3), [4, 3, 5]), (new BatchNorm3d(3), [2, 3, 2, 2, 2]), (new InstanceNorm1d(3), [2, 3, 5]),
            (new InstanceNorm2d(3), [2, 3, 5, 5]), (new InstanceNorm3d(3), [2, 3, 2, 2, 2]), (new GroupNorm(2, 4), [2, 4, 5, 5]),
            (new LayerNorm(new Shape(5, 5)), [2, 4, 5, 5]), (new LocalResponseNorm(3), [2, 4, 5, 5]),
            (new Dropout2d(), [2, 4, 5, 5]), (new AlphaDropout(), [2, 4]), (new StochasticDepth(0.2f), [2, 4, 5, 5]), (new Cutout(3), [2, 3, 8, 8]),
        ];
        Assert.Multiple(() =>
        {
            foreach (var (module, input) in fit)
                Assert.That(Output(module, input), Is.EqualTo(new Shape(input)), module.GetType().Name);
            Assert.That(() => Output(new BatchNorm1d(3), 1, 3, 5, 5), Throws.TypeOf<ShapeException>().With.Message.Contains("BatchNorm1d"));
            Assert.That(() => Output(new BatchNorm2d(3), 2, 3), Throws.TypeOf<ShapeException>());
            Assert.That(() => Output(new InstanceNorm2d(3), 2, 4, 5, 5), Throws.TypeOf<ShapeException>().With.Message.Contains("3 channels"));
            Assert.That(() => new GroupNorm(2, 3), Throws.ArgumentException);
            Assert.That(() => new StochasticDepth(0.2f, "column"), Throws.ArgumentException);
            Assert.That(() => new Dropout2d(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void Random_layers_do_nothing_in_evaluation_or_with_probability_zero()
    {
        Module[] random = [new Dropout(), new Dropout2d(), new AlphaDropout(), new StochasticDepth(0.5f), new Cutout(2)];
        Module[] idle = [new Dropout(0), new Dropout2d(0), new AlphaDropout(0), new StochasticDepth(0), new Cutout(0)];
        var x = new Graph().Input("x", 2, 3, 4, 4);
        Assert.Multiple(() =>
        {
            Assert.That(random.Select(m => m.Forward(x)), Has.None.EqualTo(x));
            Assert.That(idle.Select(m => m.Forward(x)), Is.All.EqualTo(x));
            foreach (var module in random)
                module.Eval();
            Assert.That(random.Select(m => m.Forward(x)), Is.All.EqualTo(x));
        });
    }

    [Test]
    public void Instance_norm_that_tracks_learns_the_samples_statistics_and_uses_them_in_evaluation()
    {
        var norm = new InstanceNorm2d(1, momentum: 1, trackRunningStats: true, eps: 0);
        var graph = new Graph();
        norm.Forward(graph.Input("x", 2, 1, 1, 2));
        var oracle = new Oracle(new Dictionary<string, double[]> { ["x"] = [0, 2, 4, 10] });
        foreach (var update in norm.Updates(graph))
            _ = oracle[update];
        // Means 1 and 7; unbiased variances 2 and 18.
        Assert.That(oracle.Written[norm.RunningMean!], Is.EqualTo(new double[] { 4 }));
        Assert.That(oracle.Written[norm.RunningVar!], Is.EqualTo(new double[] { 10 }).Within(1e-12));
        norm.RunningMean!.Initial = [4];
        norm.RunningVar!.Initial = [16];
        norm.Eval();
        var y = norm.Forward(new Graph().Input("x", 2, 1, 1, 2));
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = [0, 2, 4, 10] }, y)[0],
            Is.EqualTo([-1, -0.5, 0, 1.5]).Within(1e-6));
    }

    [Test]
    public void A_convolution_with_batch_norm_folded_into_its_weight_is_the_same()
    {
        Conv2d conv = new(3, 4, 3, padding: 1), folded = new(3, 4, 3, padding: 1);
        var norm = new BatchNorm2d(4);
        norm.Eval();
        (norm.Weight.Initial, norm.Bias.Initial) = ([1.5f, -0.5f, 2, 1], [0.1f, 0.2f, -0.3f, 0]);
        (norm.RunningMean.Initial, norm.RunningVar.Initial) = ([0.3f, -0.1f, 0, 2], [0.5f, 2, 1, 0.25f]);
        var scale = norm.Weight.Initial.Select((g, c) => g / Math.Sqrt(norm.RunningVar.Initial[c] + 1e-5)).ToArray();
        folded.Weight.Initial = [.. conv.Weight.Initial.Select((w, i) => (float)(w * scale[i / 27]))];
        folded.Bias!.Initial = [.. conv.Bias!.Initial.Select((b, c) => (float)((b - norm.RunningMean.Initial[c]) * scale[c] + norm.Bias.Initial[c]))];
        var x = new Graph().Input("x", 1, 3, 7, 5);
        var run = Oracle.Run(
            new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1) }, norm.Forward(conv.Forward(x)), folded.Forward(x));
        Assert.That(run[1], Is.EqualTo(run[0]).Within(1e-6));
    }
}
