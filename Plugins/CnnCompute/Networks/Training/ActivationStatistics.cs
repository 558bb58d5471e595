// How signals and gradients look from layer to layer.
using System.IO.Enumeration;
using Engine;

namespace CnnCompute;

/// <summary>The values of one kind at one layer.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Std">Their deviation from it.</param>
/// <param name="Zero">The share that is exactly 0.</param>
/// <param name="Histogram">How often which occur.</param>
public sealed record ValueStatistics(double Mean, double Std, double Zero, Histogram Histogram)
{
    /// <summary>Of <paramref name="values"/>, summed in double.</summary>
    public static ValueStatistics Of(ReadOnlySpan<float> values, int bins = 60, (double Low, double High)? range = null)
    {
        double sum = 0, squares = 0;
        var zeros = 0;
        foreach (var value in values)
        {
            sum += value;
            zeros += value == 0 ? 1 : 0;
        }
        var mean = sum / values.Length;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return new ValueStatistics(mean, Math.Sqrt(squares / values.Length), zeros / (double)values.Length, Histogram.Of(values, bins, range));
    }
}

/// <summary>What one layer gives, and the loss's gradient with respect to it.</summary>
/// <param name="Layer">The layer's path.</param>
/// <param name="Activations">What it gives.</param>
/// <param name="Gradients">The gradient of the mean cross-entropy with respect to each of them.</param>
public sealed record LayerStatistics(string Layer, ValueStatistics Activations, ValueStatistics Gradients);

/// <summary>
/// Mean, deviation and histogram of every layer's activations and gradients for one batch, as the net stands: what the choice of initial values does
/// (Glorot and Bengio, 2010, plot them so).
/// </summary>
public static class ActivationStatistics
{
    /// <summary>
    /// Runs a batch forward and backward through <paramref name="module"/>, with dropout off and batch norms on the batch's statistics; nothing is
    /// learnt, and its mode is left as it was.
    /// </summary>
    /// <param name="gpu">Where it runs.</param>
    /// <param name="module">Gives scores [N, classes]; its parameters are in no residence.</param>
    /// <param name="inputs">What it is given, [N,…].</param>
    /// <param name="labels">Classes of the rows.</param>
    /// <param name="layers">Which layers, by path, with * and ?.</param>
    /// <param name="bins">Parts of each histogram.</param>
    /// <param name="activationRange">The range of the activations' histograms; null for each its own.</param>
    /// <exception cref="ArgumentException">No layer is called so, or there are other than as many labels as rows.</exception>
    public static IReadOnlyList<LayerStatistics> Of(
        Gpu gpu, Module module, TensorData inputs, ReadOnlySpan<int> labels, string layers = "act*", int bins = 60,
        (double Low, double High)? activationRange = null)
    {
        if (labels.Length != inputs.Shape[0])
            throw new ArgumentException($"{labels.Length} labels for {inputs.Shape[0]} rows", nameof(labels));
        var graph = new Graph();
        var trace = Quiet.Run(module, graph.Input("inputs", inputs.Shape));
        var chosen = trace.Applications.Where(a => a.Path.Length > 0 && FileSystemName.MatchesSimpleExpression(layers, a.Path, ignoreCase: false))
            .DistinctBy(a => a.Output.Id).ToArray();
        if (chosen.Length == 0)
        {
            throw new ArgumentException($"{module.GetType().Name} applies no layer called {layers}; there are "
                + string.Join(", ", trace.Applications.Select(a => a.Path).Where(p => p.Length > 0).Take(40)), nameof(layers));
        }
        Tensor[] outputs = [.. chosen.Select(a => a.Output)];
        var gradients = Autodiff.Gradients(trace.Output.CrossEntropy(graph.Labels("labels", labels.Length)), outputs);
        using var weights = new Residence(gpu);
        using var plan = Plan.Compile(weights, [], [.. outputs, .. gradients], options: new PlanOptions { Name = "activations", Tune = false });
        plan.Upload("inputs", inputs.Values);
        plan.Upload("labels", labels);
        plan.Run();
        return
        [
            .. chosen.Select((a, i) => new LayerStatistics(
                a.Path, ValueStatistics.Of(plan.Fetch(outputs[i]), bins, activationRange), ValueStatistics.Of(plan.Fetch(gradients[i]), bins))),
        ];
    }
}
