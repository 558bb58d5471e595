// A network that classifies pictures, a batch at a time, without a scene.
using Engine;

namespace CnnCompute;

/// <summary>A plan from normalised planes to what a classifier says; for one thread at a time.</summary>
public sealed class PictureClassifier : IDisposable
{
    private const string Input = "picture";
    private readonly ModelFile file;
    private readonly Residence weights;
    private readonly Residence? owned;
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
        : this(new Residence(gpu), isOwned: true, file, storage, size, batch: 1, also)
    {
    }

    /// <summary>The same for several pictures at once, with weights that others may use.</summary>
    public PictureClassifier(Residence weights, ModelFile file, Storage storage, int size, int batch)
        : this(weights, isOwned: false, file, storage, size, batch, [])
    {
    }

    private PictureClassifier(
        Residence weights, bool isOwned, ModelFile file, Storage storage, int size, int batch, ReadOnlySpan<string> also)
    {
        (this.file, this.weights, owned, Batch) = (file, weights, isOwned ? weights : null, batch);
        try
        {
            (Height, Width) = file.SizeFor(size);
            var graph = new Graph();
            Scores = file.Apply(graph.Input(Input, batch, file.Channels, Height, Width)).Classes;
            shown = Scores.Shown;
            List<Tensor> fetch = [shown];
            foreach (var name in also)
                fetch.Add(graph[name]);
            plan = Plan.Compile(weights, [], fetch, options: new PlanOptions { Name = file.Name, Storage = storage });
        }
        catch
        {
            owned?.Dispose();
            throw;
        }
    }

    /// <summary>Pictures at once.</summary>
    public int Batch { get; }

    /// <summary>Rows of the pictures.</summary>
    public int Height { get; }

    /// <summary>Columns of the pictures.</summary>
    public int Width { get; }

    /// <summary>What is told apart, and how results are to be read.</summary>
    public ClassScores Scores { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => Scores.Count;

    /// <summary>The compiled net.</summary>
    public Plan Plan => plan;

    /// <summary>Probabilities, or independent scores, [N,classes] of normalised planes [N,C,H,W]; waits.</summary>
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
        owned?.Dispose();
    }
}
