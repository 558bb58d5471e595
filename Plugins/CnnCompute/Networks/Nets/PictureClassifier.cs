// A network that classifies one picture at a time, without a scene.
using Engine;

namespace CnnCompute;

/// <summary>A plan from normalised planes to what a classifier says.</summary>
internal sealed class PictureClassifier : IDisposable
{
    private const string Input = "picture";
    private readonly ModelFile file;
    private readonly Residence weights;
    private readonly Plan plan;
    private readonly Tensor shown;

    /// <summary>Compiles the network; values that <paramref name="also"/> names can be fetched too.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="file">The network.</param>
    /// <param name="storage">How activations are stored.</param>
    /// <param name="size">Side of the pictures of a network that takes any; 0 for the usual one.</param>
    /// <param name="also">Values to be fetched besides.</param>
    /// <exception cref="InvalidDataException">It gives no classes.</exception>
    public PictureClassifier(Gpu gpu, ModelFile file, Storage storage = Storage.F32, int size = 0, params ReadOnlySpan<string> also)
    {
        this.file = file;
        weights = new Residence(gpu);
        try
        {
            var (height, width) = file.SizeFor(size);
            var graph = new Graph();
            Scores = file.Apply(graph.Input(Input, 1, file.Channels, height, width)).Classes;
            shown = Scores.Shown;
            List<Tensor> fetch = [shown];
            foreach (var name in also)
                fetch.Add(graph[name]);
            plan = Plan.Compile(weights, [], fetch, options: new PlanOptions { Name = file.Name, Storage = storage });
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>What is told apart, and how results are to be read.</summary>
    public ClassScores Scores { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => Scores.Count;

    /// <summary>The compiled net.</summary>
    public Plan Plan => plan;

    /// <summary>Probabilities, or independent scores, of normalised planes [C,H,W]; waits.</summary>
    /// <exception cref="InvalidDataException">The network gives NaN; the message names the first layer that has it.</exception>
    public float[] Run(ReadOnlySpan<float> planes)
    {
        plan.Upload(Input, planes);
        plan.Run();
        var result = plan.Fetch(shown);
        if (!NanSearch.IsIn(result))
            return result;
        var given = planes.ToArray();
        var where = NanSearch.Describe(weights, shown, search =>
        {
            if (search.InputNames.Contains(Input))
                search.Upload(Input, given);
        });
        throw new InvalidDataException($"{file.Path}: gives NaN (not a number), no scores: {where}");
    }

    /// <summary>Indices of the highest scores, best first; the lower index first among equals.</summary>
    public static int[] Best(float[] scores, int count) =>
        [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Take(count)];

    /// <summary>Frees plan and weights.</summary>
    public void Dispose()
    {
        plan.Dispose();
        weights.Dispose();
    }
}
