// A network that classifies one picture at a time, without a scene.
using Engine;

namespace CnnCompute;

/// <summary>A plan from normalised planes to probabilities.</summary>
internal sealed class PictureClassifier : IDisposable
{
    private readonly Residence weights;
    private readonly Plan plan;
    private readonly Tensor probabilities;

    /// <summary>Compiles the network; values that <paramref name="also"/> names can be fetched too.</summary>
    public PictureClassifier(Gpu gpu, ModelFile file, Storage storage = Storage.F32, params ReadOnlySpan<string> also)
    {
        weights = new Residence(gpu);
        try
        {
            var graph = new Graph();
            var output = file.Module.Forward(graph.Input("picture", 1, file.Channels, file.Height, file.Width));
            if (output.Shape[0] != 1 || output.Shape.Count < 2)
                throw new InvalidDataException($"{file.Path}: gives {output.Shape}; a classifier gives [1,classes]");
            Classes = (int)output.Shape.Count;
            var scores = output.Shape.Rank == 2 ? output : output.Flatten();
            probabilities = file.GivesProbabilities ? scores : scores.Softmax();
            List<Tensor> fetch = [probabilities];
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

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>The compiled net.</summary>
    public Plan Plan => plan;

    /// <summary>Probabilities of normalised planes [C,H,W]; waits.</summary>
    public float[] Run(ReadOnlySpan<float> planes)
    {
        plan.Upload("picture", planes);
        plan.Run();
        return plan.Fetch(probabilities);
    }

    /// <summary>Indices of the most probable classes, best first; the lower index first among equals.</summary>
    public static int[] Best(float[] probabilities, int count) =>
        [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(i => probabilities[i]).Take(count)];

    /// <summary>Frees plan and weights.</summary>
    public void Dispose()
    {
        plan.Dispose();
        weights.Dispose();
    }
}
