// What a head says of vectors that are in memory.
namespace CnnCompute;

/// <summary>Predictions of a module for a set of vectors, by the weights that lie in a residence.</summary>
public static class FeatureEvaluation
{
    private const int Batch = 500;

    /// <summary>The class of every vector; waits. The head is put into evaluation mode.</summary>
    /// <exception cref="ShapeException">The head does not fit the samples.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two batches.</exception>
    public static int[] Predict(Residence weights, Module head, FeatureSet data, CancellationToken cancellation = default)
    {
        var (graph, batch) = (new Graph(), Math.Min(Batch, data.Count));
        head.Eval();
        var scores = head.Forward(graph.Input("rows", batch, data.Length));
        Check(scores, batch, data);
        var classes = scores.ArgMax(1);
        using var plan = Plan.Compile(weights, [], [classes], options: new PlanOptions { Name = "head evaluation", Tune = false });
        var (predictions, rows) = (new int[data.Count], new float[batch * data.Length]);
        for (var first = 0; first < data.Count; first += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(batch, data.Count - first);
            data.Values.AsSpan(first * data.Length, count * data.Length).CopyTo(rows);
            plan.Upload("rows", rows);
            plan.Run();
            plan.FetchInt(classes).AsSpan(0, count).CopyTo(predictions.AsSpan(first));
        }
        return predictions;
    }

    /// <summary>The share of vectors whose class the module gives.</summary>
    /// <inheritdoc cref="Predict" path="/exception"/>
    public static double Accuracy(Residence weights, Module head, FeatureSet data, CancellationToken cancellation = default) =>
        (double)Predict(weights, head, data, cancellation).Zip(data.Labels).Count(p => p.First == p.Second) / data.Count;

    internal static void Check(Tensor scores, int batch, FeatureSet data)
    {
        if (scores.Shape != new Shape(batch, data.Classes.Count))
        {
            throw new ShapeException(
                $"The head gives {scores.Shape}; for {data.Name} it must give [{batch},{data.Classes.Count}], a score per class");
        }
    }
}
