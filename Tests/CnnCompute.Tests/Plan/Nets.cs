// Real networks, written out by tensor methods, for tests of plans.
namespace CnnCompute.Tests;

/// <summary>Makes parameters with repeatable values and keeps their count, so that the same calls give the same net.</summary>
internal sealed class Nets
{
    private readonly Graph graph = new();
    private readonly Dictionary<string, Parameter> parameters;

    /// <summary>A builder; parameters of an earlier one may be shared.</summary>
    public Nets(Dictionary<string, Parameter>? shared = null) => parameters = shared ?? [];

    public Graph Graph => graph;

    public Dictionary<string, Parameter> Parameters => parameters;

    public Parameter Make(string name, Shape shape, float centre = 0, float spread = 1)
    {
        if (!parameters.TryGetValue(name, out var p))
        {
            var values = OpCase.Floats(shape, (uint)name.Sum(c => c * 31) + (uint)parameters.Count);
            parameters[name] = p = new Parameter(name, shape, [.. values.Select(v => centre + spread * v)]);
        }
        return p;
    }

    public Tensor Weight(string name, params ReadOnlySpan<int> shape)
    {
        var dims = shape.ToArray();
        return graph.Parameter(Make(name, new Shape(shape), 0, 1 / MathF.Sqrt(dims[1..].Aggregate(1, (a, b) => a * b))));
    }

    public Tensor PerChannel(string name, int channels, float centre = 0, float spread = 0.5f) =>
        graph.Parameter(Make(name, new Shape(channels), centre, spread));

    public Tensor Linear(Tensor x, string name, int outputs) =>
        x.MatMul(Weight($"{name}.weight", outputs, x.Shape[1]), transB: true) + PerChannel($"{name}.bias", outputs);

    public Tensor Norm(Tensor x, string name, bool train, List<Tensor> updates)
    {
        var c = x.Shape[1];
        Tensor gamma = PerChannel($"{name}.weight", c, 1), beta = PerChannel($"{name}.bias", c);
        Parameter mean = Make($"{name}.running_mean", new Shape(c), 0, 0.5f), variance = Make($"{name}.running_var", new Shape(c), 1, 0.5f);
        if (!train)
            return x.BatchNormInference(gamma, beta, graph.Parameter(mean), graph.Parameter(variance));
        var y = x.BatchNorm(gamma, beta, out var statistics);
        updates.Add(statistics.UpdateRunningStatistics(mean, variance, x.Shape[0] * x.Shape[2] * x.Shape[3]));
        return y;
    }

    /// <summary>Two blocks of convolution, batch-norm, ReLU, max-pool; two linear layers.</summary>
    public Tensor Garments(Tensor x, bool train, List<Tensor> updates)
    {
        x = Norm(x.Conv2d(Weight("conv1.weight", 32, 1, 3, 3), padding: 1), "bn1", train, updates).Relu().MaxPool2d(2);
        x = Norm(x.Conv2d(Weight("conv2.weight", 64, 32, 3, 3), padding: 1), "bn2", train, updates).Relu().MaxPool2d(2);
        return Linear(Linear(x.Flatten(), "fc1", 128).Relu(), "fc2", 10);
    }

    /// <summary>The training step of <see cref="Garments"/> by Adam: its loss and all updates.</summary>
    public (Tensor Loss, List<Tensor> Updates) GarmentsTraining(int batch)
    {
        var updates = new List<Tensor>();
        var logits = Garments(graph.Input("images", batch, 1, 28, 28), train: true, updates);
        var loss = logits.CrossEntropy(graph.Labels("labels", batch)).Named("loss");
        var trained = parameters.Values.Where(p => !p.Name.Contains("running")).ToArray();
        var grads = Autodiff.Gradients(loss, [.. trained.Select(graph.Parameter)]);
        Tensor rate = graph.Value("rate"), step = graph.Value("step");
        for (var i = 0; i < trained.Length; i++)
        {
            var zeros = new float[trained[i].Shape.Count];
            Parameter first = new($"{trained[i].Name}.m", trained[i].Shape, zeros), second = new($"{trained[i].Name}.v", trained[i].Shape, zeros);
            updates.Add(grads[i].AdamUpdate(trained[i], first, second, rate, step));
        }
        return (loss, updates);
    }

    /// <summary>
    /// Residual blocks and a fire module for inference: every epilogue part, residuals from both sides, concatenation, depthwise layers.
    /// </summary>
    public Tensor Photos(int batch, int size)
    {
        List<Tensor> none = [];
        Tensor Conv(Tensor t, string name, int outs, int kernel, int stride = 1, int groups = 1) =>
            Norm(t.Conv2d(Weight($"{name}.weight", outs, t.Shape[1] / groups, kernel, kernel), stride, kernel / 2, groups: groups),
                $"{name}.bn", false, none);
        var x = Conv(graph.Input("photo", batch, 3, size, size), "stem", 32, 3, 2).Relu();
        x = (Conv(Conv(x, "a1", 32, 3).Relu(), "a2", 32, 3) + x).Relu();
        x = (x + Conv(Conv(x, "b1", 32, 3, groups: 32).Relu(), "b2", 32, 1)).Relu();
        var squeeze = Conv(x, "s", 16, 1).Relu().MaxPool2d(3, 2);
        x = Tensor.Concat(1, Conv(squeeze, "e1", 40, 1).Relu(), Conv(squeeze, "e3", 24, 3).Relu());
        x = x.Conv2d(Weight("last.weight", 20, 64, 1, 1)) + PerChannel("last.bias", 20).Reshape(20, 1, 1);
        return x.Relu().GlobalAvgPool().Flatten().Softmax();
    }
}
