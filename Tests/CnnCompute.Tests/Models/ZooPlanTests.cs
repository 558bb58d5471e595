// Every model on the device: small ones forward and backward against the oracle, large ones against the plain plan.
namespace CnnCompute.Tests;

public sealed class ZooPlanTests
{
    private static float[] Run(Tensor y, Shape input, PlanOptions options)
    {
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [y], options: options);
        plan.Upload("x", OpCase.Floats(input, 3));
        plan.Run();
        return plan.Fetch(y);
    }

    [TestCase("lenet5", 2, 32)]
    [TestCase("lenet5_1998", 2, 32)]
    [TestCase("tiny_vgg", 1, 64)]
    [TestCase("resnet20_cifar", 4, 8)]
    [TestCase("shufflenet_v2_x0_5", 2, 32)]
    [TestCase("airbench_cifar_small", 1, 25)]
    [TestCase("mnist_tiny", 2, 12)]
    [TestCase("fashion_small", 3, 14)]
    public void Small_models_forward_and_backward_agree_with_the_oracle(string name, int batch, int side)
    {
        var model = LiveModel.Create(name);
        // Statistics of a handful of samples in each of fifty norms would magnify rounding beyond any tolerance.
        if (name.StartsWith("shufflenet", StringComparison.Ordinal))
            model.Eval();
        var input = new Shape(batch, Zoo.Find(name)!.Channels, side, side);
        var graph = new Graph();
        var scores = model.Forward(graph.Input("x", input));
        var loss = scores.CrossEntropy(graph.Labels("labels", batch));
        var parameters = model.Parameters();
        Tensor[] fetch = [scores, loss, .. Autodiff.Gradients(loss, [.. parameters.Select(graph.Parameter)])];
        var values = OpCase.Floats(input, 3);
        int[] labels = [.. Enumerable.Range(0, batch).Select(i => 3 * i % 10)];
        var expected = Oracle.Run(
            new Dictionary<string, double[]> { ["x"] = [.. values.Select(v => (double)v)], ["labels"] = [.. labels.Select(l => (double)l)] }, fetch);
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], fetch);
        plan.Upload("x", values);
        plan.Upload("labels", labels);
        plan.Run();
        foreach (var (i, tensor) in fetch.Index())
        {
            var what = i switch { 0 => "scores", 1 => "loss", _ => parameters[i - 2].Name };
            var most = expected[i].Max(Math.Abs);
            Assert.That(most, Is.GreaterThan(1e-6), $"{what} says nothing");
            var error = Difference.Relative(plan.Fetch(tensor), expected[i]);
            Assert.That(error, Is.LessThan(i < 2 ? 1e-4 : 2e-3), what);
        }
    }

    [TestCase("alexnet_paper", 67)]
    [TestCase("vgg11_bn", 64)]
    [TestCase("googlenet", 64)]
    [TestCase("googlenet_paper", 64)]
    [TestCase("resnet18", 64)]
    [TestCase("resnet50", 64)]
    [TestCase("resnet50_v1", 64)]
    [TestCase("resnet56_cifar", 32)]
    [TestCase("mobilenet_v1", 64)]
    [TestCase("mobilenet_v2", 64)]
    [TestCase("shufflenet_v2_x1_0", 64)]
    [TestCase("squeezenet1_0", 64)]
    [TestCase("squeezenet1_1", 64)]
    [TestCase("densenet121", 64)]
    [TestCase("transformer_net", 32)]
    public void Large_models_agree_with_the_plain_plan_at_a_small_size(string name, int side)
    {
        var model = LiveModel.Create(name);
        model.Eval();
        var input = new Shape(1, 3, side, side);
        var x = new Graph().Input("x", input);
        // Linear layers after a flattening want the whole size.
        var y = name.StartsWith("alexnet", StringComparison.Ordinal) || name.StartsWith("vgg", StringComparison.Ordinal)
            ? model.Features(x, "features")
            : model.Forward(x);
        var (fast, plain) = (Run(y, input, new PlanOptions()), Run(y, input, PlanOptions.Plain));
        Assert.That(plain.Max() - plain.Min(), Is.GreaterThan(1e-2f), "the net says nothing");
        Assert.That(Difference.Relative(fast, plain), Is.LessThan(1e-4));
    }

    // Their first linear layers have more weights than one binding may hold.
    [TestCase("alexnet", "avgpool", "classifier.1", "classifier.6")]
    [TestCase("vgg16", "avgpool", "classifier.0", "classifier.6")]
    public void The_largest_layers_run_at_full_size(string name, string before, string layer, string last)
    {
        var model = LiveModel.Create(name);
        model.Eval();
        var input = new Shape(1, 3, 224, 224);
        var graph = new Graph();
        model.ForwardNamed(graph.Input("x", input));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [graph[before], graph[layer], graph[last]]);
        plan.Upload("x", OpCase.Floats(input, 3));
        plan.Run();
        float[] features = plan.Fetch(graph[before]), hidden = plan.Fetch(graph[layer]), scores = plan.Fetch(graph[last]);
        var state = model.StateDict();
        float[] matrix = state[$"{layer}.weight"].Initial, bias = state[$"{layer}.bias"].Initial;
        var most = hidden.Max(Math.Abs);
        for (var row = 0; row < hidden.Length; row += 117)
        {
            double sum = bias[row];
            for (var i = 0; i < features.Length; i++)
                sum += (double)features[i] * matrix[((long)row * features.Length) + i];
            Assert.That(hidden[row], Is.EqualTo(sum).Within(1e-4 * most), $"output {row}");
        }
        Assert.That(most, Is.GreaterThan(1e-2));
        Assert.That(scores.Max() - scores.Min(), Is.GreaterThan(1e-2f));
    }
}
