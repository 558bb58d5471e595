// Measures how well networks name the samples of a data set.

namespace CnnCompute;

/// <summary>A network to be judged, and how bytes become its inputs.</summary>
/// <param name="Module">Gives logits [N, classes] for normalised pictures [N,C,H,W].</param>
/// <param name="Norm">How bytes become inputs.</param>
public sealed record JudgedModel(Module Module, PixelNorm Norm)
{
    /// <summary>What is done to pictures before they are normalised.</summary>
    public IReadOnlyList<Transform> Transforms { get; init; } = [];

    /// <summary>What these need to know of the training samples.</summary>
    public DataStatistics? Statistics { get; init; }
}

/// <summary>
/// A plan that predicts every sample of a data set exactly once: the last batch is padded with samples labelled -1, which nothing counts. Networks
/// are evaluated with the parameters that lie in the residence at that time. Several networks, or several views of a picture, are judged by the mean
/// of their probabilities.
/// </summary>
public sealed partial class Evaluator : IDisposable
{
    private const int Loss = 0, Scores = 1, Five = 5;

    // Of a probability that is 0 in 32 bits the logarithm shall be a number.
    private const float LeastProbability = 1e-37f;

    private readonly Dataset data;
    private readonly BatchPlan batches;
    private readonly DataLoader loader;
    private readonly int batchSize;
    private int[] predictions = [];
    private float[] confidences = [];
    private ConfusionMatrix confusion = new(1);
    private Metrics sum;
    private int topFive;

    /// <summary>Compiles one network for evaluation batches; its mode is left as it was.</summary>
    /// <param name="weights">Holds the network's parameters.</param>
    /// <param name="model">Gives logits [N, classes] for pictures [N,C,H,W].</param>
    /// <param name="data">What is predicted.</param>
    /// <param name="norm">How bytes become inputs.</param>
    /// <param name="batchSize">Samples of one run.</param>
    /// <param name="recipes">Recipes to use again, as <see cref="Recipes"/> gave them; ignored where they do not fit.</param>
    /// <exception cref="ShapeException">The network does not fit the data.</exception>
    public Evaluator(
        Residence weights, Module model, Dataset data, PixelNorm norm, int batchSize = 100, IReadOnlyList<StoredRecipe>? recipes = null)
        : this(weights, [new JudgedModel(model, norm)], data, TestViews.One, batchSize, recipes)
    {
    }

    /// <summary>Compiles several networks, or several views, for evaluation batches.</summary>
    /// <param name="weights">Holds the parameters of all networks.</param>
    /// <param name="models">One network or several, whose classes are the same.</param>
    /// <param name="data">What is predicted.</param>
    /// <param name="views">In which ways each picture is shown.</param>
    /// <param name="batchSize">Samples of one run.</param>
    /// <param name="recipes">Recipes to use again, as <see cref="Recipes"/> gave them; ignored where they do not fit.</param>
    /// <param name="plans">How the plan is compiled, where it shall run in slices; null for the defaults.</param>
    /// <exception cref="ShapeException">A network does not fit the data.</exception>
    public Evaluator(
        Residence weights, IReadOnlyList<JudgedModel> models, Dataset data, TestViews views, int batchSize = 100,
        IReadOnlyList<StoredRecipe>? recipes = null, PlanOptions? plans = null)
    {
        (this.data, this.batchSize) = (data, batchSize);
        var graph = new Graph();
        var inputs = BatchInputs.Of(graph, data, batchSize);
        Tensor Pictures(JudgedModel m) => (inputs with { Statistics = m.Statistics }).Apply([.. m.Transforms, new Normalize(m.Norm)]).Images;
        var all = models.SelectMany(m => TestViewsInGraph.Of(Pictures(m), views)
            .Select(view => BatchPlan.Apply(m.Module, view, data, training: false))).ToArray();
        // Logarithms of mean probabilities are scores like any others: their softmax gives the means back.
        var scores = all.Length == 1 ? all[0] : Mean(all).Clamp(LeastProbability, 1).Log();
        if (graph.Nodes[scores.Id].Name is null)
            scores = scores.Named("scores");
        var loss = scores.CrossEntropy(inputs.Labels).Named("loss");
        var how = (plans ?? new PlanOptions()) with { Name = "evaluation", Storage = Storage.F32, Recipes = recipes, Tune = false };
        batches = new BatchPlan(weights.Gpu, Plan.Compile(weights, [], [loss, scores], options: how), loss, scores);
        try
        {
            loader = new DataLoader(data, batchSize);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The plan's recipes; a checkpoint stores them.</summary>
    public IReadOnlyList<StoredRecipe> Recipes => batches.Plan.Recipes;

    /// <summary>Whether recipes were given, fitted the graph and were taken.</summary>
    public bool HasStoredRecipes => batches.Plan.HasStoredRecipes;

    /// <summary>The data set.</summary>
    public Dataset Data => data;

    /// <summary>
    /// Of the random numbers of nets that are random in evaluation too; each run draws the same, for what they are worth shall not depend on when
    /// they are asked.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>Predicts every sample once.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two batches.</exception>
    public EvaluationResult Run(CancellationToken cancellation = default)
    {
        Reset();
        try
        {
            foreach (var batch in loader.Epoch(0, cancellation: cancellation))
            {
                batches.Wait();
                Collect();
                batches.Submit(batch, batch.Index);
            }
        }
        finally
        {
            // What was cancelled must not be delivered to the next run.
            batches.Drain();
            Collect();
        }
        return Outcome();
    }

    /// <summary>Frees the plan.</summary>
    public void Dispose()
    {
        loader?.Dispose();
        batches.Dispose();
    }

    private void Reset()
    {
        (predictions, confidences, confusion) = (new int[data.Count], new float[data.Count], new ConfusionMatrix(data.Classes.Count));
        (sum, topFive) = (default, 0);
        Array.Fill(predictions, -1);
        if (batches.Plan.HasValue(Dropout.KeyName))
            batches.Plan.SetInt(Dropout.KeyName, [Seed, 0]);
    }

    private EvaluationResult Outcome() => sum.Count == data.Count
        ? new EvaluationResult(sum, topFive, confusion, predictions, confidences)
        : throw new InvalidOperationException($"{data.Name}: {sum.Count} predictions for {data.Count} samples");

    private static Tensor Mean(Tensor[] logits)
    {
        var sum = logits[0].Softmax();
        foreach (var more in logits.AsSpan(1))
            sum += more.Softmax();
        return sum.Scale(1f / logits.Length);
    }

    private void Collect()
    {
        while (batches.TryReceive(out var index))
        {
            var first = (int)index * batchSize;
            int count = Math.Min(batchSize, data.Count - first), correct = 0;
            for (var i = 0; i < count; i++)
                correct += Count(first + i, batches.Output(Scores).Slice(i * data.Classes.Count, data.Classes.Count)) ? 1 : 0;
            // The loss of a batch is the mean over what it counts.
            sum += new Metrics((double)batches.Output(Loss)[0] * count, correct, count);
        }
    }

    // Gives whether the sample's label has the highest score.
    private bool Count(int sample, ReadOnlySpan<float> scores)
    {
        if (predictions[sample] >= 0)
            throw new InvalidOperationException($"{data.Name}: sample {sample} was predicted twice");
        var label = data.Label(sample);
        // A score that is no number is above none.
        var (best, above) = (0, float.IsNaN(scores[label]) ? Five : 0);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > scores[best])
                best = i;
            // Of equal scores the first class counts as the higher.
            above += scores[i] > scores[label] || (scores[i] == scores[label] && i < label) ? 1 : 0;
        }
        var total = 0.0;
        foreach (var score in scores)
            total += Math.Exp(score - scores[best]);
        (predictions[sample], confidences[sample]) = (best, (float)(1 / total));
        confusion.Add(label, best);
        topFive += above < Five ? 1 : 0;
        return best == label;
    }
}
