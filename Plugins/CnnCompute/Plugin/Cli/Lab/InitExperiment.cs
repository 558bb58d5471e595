// What initial weights do to activations and gradients of a deep net.
using System.Globalization;
using System.Runtime.InteropServices;

namespace CnnCompute;

/// <summary>
/// A perceptron of ten equal layers, before any training, on one batch: the deviation of each layer's activations, and that of the loss's gradient
/// with respect to them, for several initial weights.
/// </summary>
[Named("init", "initial weights (σ = 0.01, 0.05, 1, Xavier, Kaiming), tanh and ReLU, with and without batch norm: scale by layer")]
internal sealed class InitExperiment : Experiment
{
    private const int Layers = 10;
    private static readonly PixelNorm Norm = PixelNorm.Of(0.286, 0.353);

    // Glorot and Bengio, 2010; He et al., 2015: from the layer's inputs and outputs.
    private static readonly (string Name, Func<int, int, double> Deviation)[] Inits =
    [
        ("σ = 0.01", (_, _) => 0.01), ("σ = 0.05", (_, _) => 0.05), ("σ = 1", (_, _) => 1),
        ("Xavier", (inputs, outputs) => Math.Sqrt(2.0 / (inputs + outputs))), ("Kaiming", (inputs, _) => Math.Sqrt(2.0 / inputs)),
    ];

    private static readonly (string Name, bool IsRelu, bool BatchNorm)[] Nets =
        [("tanh", false, false), ("ReLU", true, false), ("tanh, batch norm", false, true), ("ReLU, batch norm", true, true)];

    /// <inheritdoc/>
    public override LabResult Run(LabContext lab)
    {
        var (batch, width) = (lab.Of(250, 32), lab.Of(400, 64));
        double[] layers = [.. Enumerable.Range(1, Layers).Select(i => (double)i)];
        var (activations, gradients, rows) = (new List<Chart>(), new List<Chart>(), new List<string[]>());
        foreach (var (name, isRelu, batchNorm) in Nets)
        {
            lab.Say(name);
            // Batch normalisation holds activations so level that their axis would show nothing but noise.
            Chart Panel(string what, (double, double)? range = null) =>
                new() { Title = $"{name}: {what}", XLabel = "layer", LogY = true, WholeX = true, RangeY = range };
            var (values, slopes) = (Panel("activations", batchNorm ? (0.1, 10) : null), Panel("gradients"));
            foreach (var (init, deviation) in Inits)
            {
                var (forward, backward) = Scales(lab, batch, width, deviation, isRelu, batchNorm);
                values.Curve(init, layers, forward, markers: true);
                slopes.Curve(init, layers, backward, markers: true);
                rows.Add([$"{name}, {init}", Text(forward[0]), Text(forward[^1]), Text(backward[0]), Text(backward[^1])]);
            }
            activations.Add(values);
            gradients.Add(slopes);
        }
        var figure = new Figure(Nets.Length, $"Deviation of activations and gradients by layer before training ({Layers} layers of {width})",
            oneLegend: true);
        foreach (var chart in activations.Concat(gradients))
            figure.Add(chart);
        return new LabResult(
            figure, 380, 320,
            "Without batch normalisation the scale of a layer is that of the layer before it times a factor that the weights decide. σ = 0.01 makes "
            + "activations and gradients vanish; σ = 1 drives tanh into saturation (deviation near 1, gradients that explode on the way back) and lets "
            + "ReLU's values grow without end. Xavier keeps tanh nearly level, and Kaiming, whose σ is larger by √2, keeps ReLU level, where Xavier's "
            + "falls by √2 a layer. With batch normalisation all activations are equal, and only gradients tell some of the inits apart. A missing "
            + "point is 0 or no number.",
            ["net, weights", "activations 1", $"activations {Layers}", "gradients 1", $"gradients {Layers}"], rows);
    }

    private static (double[] Forward, double[] Backward) Scales(
        LabContext lab, int batchSize, int width, Func<int, int, double> deviation, bool isRelu, bool batchNorm)
    {
        var data = lab.Train(batchSize);
        using var loader = new DataLoader(data, data.Count);
        var graph = new Graph();
        var inputs = BatchInputs.Of(graph, data, data.Count);
        var x = inputs.Apply(new Normalize(Norm)).Images.Flatten();
        var outputs = new List<Tensor>();
        for (var layer = 0; layer < Layers; layer++)
        {
            x = Linear(graph, x, width, deviation, lab.Seed, layer);
            if (batchNorm)
                x = new BatchNorm1d(width).Forward(x);
            outputs.Add(x = isRelu ? x.Relu() : x.Tanh());
        }
        var loss = Linear(graph, x, data.Classes.Count, deviation, lab.Seed, Layers).CrossEntropy(inputs.Labels);
        var gradients = Autodiff.Gradients(loss, outputs);
        using var weights = new Residence(lab.Gpu);
        using var plan = Plan.Compile(weights, [], [.. outputs, .. gradients], options: new PlanOptions { Name = "lab init", Tune = false });
        var batch = loader.Next(lab.Cancellation);
        plan.Upload(BatchInputs.BytesName, MemoryMarshal.Cast<byte, int>(batch.Bytes));
        plan.Upload(BatchInputs.LabelsName, batch.Labels.AsSpan());
        plan.Run();
        return ([.. outputs.Select(o => Deviation(plan.Fetch(o)))], [.. gradients.Select(g => Deviation(plan.Fetch(g)))]);
    }

    private static Tensor Linear(Graph graph, Tensor x, int outputs, Func<int, int, double> deviation, ulong seed, int layer)
    {
        var weight = new Parameter($"{layer}.weight", new Shape(outputs, x.Shape[1]),
            Init.Normal(new Philox(seed, (ulong)layer), (long)outputs * x.Shape[1], (float)deviation(x.Shape[1], outputs)));
        return x.MatMul(graph.Parameter(weight), transB: true);
    }

    // Over all samples and units; what is 0 everywhere has no place on a logarithmic axis.
    private static double Deviation(float[] values)
    {
        var mean = values.Average(v => (double)v);
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return deviation > 0 ? deviation : double.NaN;
    }

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("0.0e0", CultureInfo.InvariantCulture) : "–";
}
