// Counts how many samples of a data set a network gets right.
using Engine;

namespace CnnCompute;

/// <summary>
/// A plan that predicts every sample of a data set exactly once: the last batch is padded with samples labelled -1, which nothing counts. The
/// network is evaluated with the parameters that lie in the residence at that time.
/// </summary>
public sealed class Evaluator : IDisposable
{
    private const int InFlight = 2;

    private readonly Gpu gpu;
    private readonly Dataset data;
    private readonly Plan plan;
    private readonly DataLoader loader;
    private readonly Readback<float> losses;
    private readonly Readback<int> classes;
    private readonly int[] predictions;
    private readonly int[] received;
    private readonly ulong[] tickets = new ulong[InFlight];

    /// <summary>Compiles the network for evaluation batches; its mode is left as it was.</summary>
    /// <param name="weights">Holds the network's parameters.</param>
    /// <param name="model">Gives logits [N, classes] for pictures [N,C,H,W].</param>
    /// <param name="data">What is predicted.</param>
    /// <param name="norm">How bytes become inputs.</param>
    /// <param name="batchSize">Samples of one run.</param>
    /// <param name="recipes">Recipes to use again, as <see cref="Recipes"/> gave them; ignored where they do not fit.</param>
    /// <exception cref="ShapeException">The network does not fit the data.</exception>
    public Evaluator(
        Residence weights, Module model, Dataset data, PixelNorm norm, int batchSize = 100, IReadOnlyList<StoredRecipe>? recipes = null)
    {
        (gpu, this.data) = (weights.Gpu, data);
        var mode = model.Training;
        var graph = new Graph();
        var inputs = BatchInputs.Of(graph, data, batchSize);
        model.Eval();
        var logits = model.Forward(inputs.Apply(new Normalize(norm)).Images);
        model.Train(mode);
        if (logits.Shape != new Shape(batchSize, data.Classes.Count))
        {
            throw new ShapeException(
                $"The network gives {logits.Shape}; for {data.Name} it must give [{batchSize},{data.Classes.Count}], a score per class");
        }
        var loss = logits.CrossEntropy(inputs.Labels).Named("loss");
        var prediction = logits.ArgMax().Named("prediction");
        plan = Plan.Compile(weights, [], [loss, prediction], options: new PlanOptions { Name = "evaluation", Recipes = recipes, Tune = false });
        try
        {
            loader = new DataLoader(data, batchSize);
            losses = gpu.Readback<float>(1, "evaluation loss");
            classes = gpu.Readback<int>(batchSize, "predictions");
            (losses.KeepAll, classes.KeepAll, losses.Latency, classes.Latency) = (true, true, 0, 0);
            predictions = new int[data.Count];
            received = new int[batchSize];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The plan's recipes; a checkpoint stores them.</summary>
    public IReadOnlyList<StoredRecipe> Recipes => plan.Recipes;

    /// <summary>Whether recipes were given, fitted the graph and were taken.</summary>
    public bool HasStoredRecipes => plan.HasStoredRecipes;

    /// <summary>The class predicted for every sample at the last <see cref="Run"/>; -1 where none was.</summary>
    public ReadOnlySpan<int> Predictions => predictions;

    /// <summary>Predicts every sample once.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two batches.</exception>
    public Metrics Run(CancellationToken cancellation = default)
    {
        Array.Fill(predictions, -1);
        Array.Clear(tickets);
        var sum = default(Metrics);
        try
        {
            foreach (var batch in loader.Epoch(0, cancellation: cancellation))
            {
                gpu.Wait(tickets[batch.Index % InFlight]);
                Collect(ref sum);
                tickets[batch.Index % InFlight] = Submit(batch);
            }
        }
        catch (OperationCanceledException)
        {
            Drain(ref sum);   // what was cancelled must not be delivered to the next run
            throw;
        }
        Drain(ref sum);
        if (sum.Count != data.Count)
            throw new InvalidOperationException($"{data.Name}: {sum.Count} predictions for {data.Count} samples");
        return sum;
    }

    /// <summary>Frees the plan.</summary>
    public void Dispose()
    {
        loader?.Dispose();
        losses?.Dispose();
        classes?.Dispose();
        plan.Dispose();
    }

    private void Drain(ref Metrics sum)
    {
        gpu.WaitIdle();
        Collect(ref sum);
    }

    private ulong Submit(Batch batch)
    {
        var commands = gpu.Begin();
        try
        {
            plan.UploadRaw<byte>(commands, BatchInputs.BytesName, batch.Bytes);
            plan.UploadRaw<int>(commands, BatchInputs.LabelsName, batch.Labels);
            plan.Execute(commands);
            commands.Read(plan.Output("loss"), losses, batch.Index);
            commands.Read(plan.Output("prediction"), classes, batch.Index);
        }
        catch
        {
            gpu.Discard(commands);
            throw;
        }
        return gpu.Submit(commands);
    }

    private void Collect(ref Metrics sum)
    {
        Span<float> loss = stackalloc float[1];
        while (losses.TryRead(loss, out _) && classes.TryRead(received, out var index))
        {
            var first = (int)index * received.Length;
            int count = Math.Min(received.Length, data.Count - first), correct = 0;
            for (var i = 0; i < count; i++)
            {
                if (predictions[first + i] >= 0)
                    throw new InvalidOperationException($"{data.Name}: sample {first + i} was predicted twice");
                predictions[first + i] = received[i];
                correct += received[i] == data.Label(first + i) ? 1 : 0;
            }
            // The loss of a batch is the mean over what it counts.
            sum += new Metrics((double)loss[0] * count, correct, count);
        }
    }
}
