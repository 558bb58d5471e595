// The classifier that learns nothing: it looks for the nearest samples.
using Engine;

namespace CnnCompute;

/// <summary>How far two vectors are apart.</summary>
public enum Distance
{
    /// <summary>The sum of absolute differences.</summary>
    L1,

    /// <summary>The root of the sum of squared differences.</summary>
    L2,

    /// <summary>One less the cosine of the angle between them.</summary>
    Cosine,
}

/// <summary>What each neighbour counts.</summary>
public enum Vote
{
    /// <summary>All the same; of classes with as many votes the first wins.</summary>
    Equal,

    /// <summary>The inverse of its distance: one that lies on the query outvotes all others.</summary>
    ByDistance,
}

/// <summary>
/// k nearest neighbours (Cover and Hart, "Nearest neighbor pattern classification", 1967) on the device. Queries come in tiles, and for each of them
/// the references pass by in tiles: a matrix product gives the distances (a kernel of its own for L1), of which the nearest are kept, so that no more
/// than a tile of distances is ever in memory. The votes are counted for every k up to the largest at once.
/// </summary>
public sealed class NearestNeighbours : IDisposable
{
    private const float Least = 1e-6f;
    private readonly Residence weights;
    private readonly Plan plan;
    private readonly int length, queryTile;
    private readonly Tensor distances, places, answers;

    /// <summary>Takes the references to the device and compiles.</summary>
    /// <param name="gpu">The device.</param>
    /// <param name="references">Samples whose labels are known.</param>
    /// <param name="k">Neighbours that are looked for; every smaller number is answered too.</param>
    /// <param name="distance">How far vectors are apart.</param>
    /// <param name="vote">What each neighbour counts.</param>
    /// <param name="targets">For regression, a number for each reference instead of its label.</param>
    /// <param name="queryTile">Queries of one run.</param>
    /// <param name="referenceTile">References whose distances are in memory at a time.</param>
    /// <exception cref="ArgumentException">k, a tile or the number of targets makes no sense.</exception>
    public NearestNeighbours(
        Gpu gpu, FeatureSet references, int k, Distance distance = Distance.L2, Vote vote = Vote.Equal, IReadOnlyList<float>? targets = null,
        int queryTile = 512, int referenceTile = 4096)
    {
        if (k < 1 || k > Math.Min(references.Count, NearestOp.MostKept) || queryTile < 1 || referenceTile < 1)
        {
            throw new ArgumentException($"{k} nearest of {references.Count} samples in tiles of {queryTile} and {referenceTile}: "
                + $"1 to {Math.Min(references.Count, NearestOp.MostKept)} can be looked for, and tiles hold at least one", nameof(k));
        }
        if (targets is not null && targets.Count != references.Count)
            throw new ArgumentException($"{targets.Count} targets for {references.Count} samples", nameof(targets));
        (K, length, this.queryTile) = (k, references.Length, queryTile);
        var graph = new Graph();
        var queries = graph.Input("queries", queryTile, length);
        var squares = queries.SumSquare([1], keepDim: true);
        var sought = distance switch
        {
            Distance.L1 => queries,
            Distance.L2 => queries.Scale(-2),
            _ => queries * -squares.Clamp(Least * Least).Rsqrt(),
        };
        Tensor? found = null;
        for (var first = 0; first < references.Count; first += referenceTile)
            found = Apart(sought, Tile(graph, references, first, referenceTile), distance).Nearest(k, first, found);
        distances = found!.Value.Slice(1, 0, k);
        distances = distance switch
        {
            Distance.L1 => distances,
            Distance.L2 => (distances + squares).Clamp(0).Sqrt(),
            _ => (distances + 1).Clamp(0),
        };
        places = found.Value.Slice(1, k, k).Cast(DType.I32);
        var counts = vote == Vote.Equal ? graph.Fill(distances.Shape, 1) : distances.Clamp(Least).Reciprocal();
        answers = targets is null ? Classes(graph, references, places, counts) : Means(graph, [.. targets], places, counts);
        weights = new Residence(gpu);
        try
        {
            plan = Plan.Compile(weights, [], [distances, places, answers], options: new PlanOptions { Name = $"{distance} neighbours" });
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Neighbours that are looked for.</summary>
    public int K { get; }

    /// <summary>The plan of one tile of queries.</summary>
    public Plan Plan => plan;

    /// <summary>Looks for the nearest references of all queries; waits.</summary>
    /// <param name="queries">Vectors as long as the references.</param>
    /// <param name="progress">Called after each tile with the queries that are done.</param>
    /// <param name="cancellation">Looked at between tiles.</param>
    /// <exception cref="ArgumentException">The vectors are of another length.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public NeighbourAnswers Find(FeatureSet queries, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        if (queries.Length != length)
            throw new ArgumentException($"{queries.Name}: vectors of {queries.Sample} are sought among those of {length} elements", nameof(queries));
        var count = queries.Count * K;
        var answer = new NeighbourAnswers(K, new float[count], new int[count], new int[count], new float[count]);
        var tile = new float[queryTile * length];
        for (var first = 0; first < queries.Count; first += queryTile)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = Math.Min(queryTile, queries.Count - first);
            queries.Values.AsSpan(first * length, rows * length).CopyTo(tile);
            plan.Upload("queries", tile);
            plan.Run();
            var (at, some) = (first * K, rows * K);
            plan.Fetch(distances).AsSpan(0, some).CopyTo(answer.Distances.AsSpan(at));
            plan.FetchInt(places).AsSpan(0, some).CopyTo(answer.Places.AsSpan(at));
            if (answers.Type == DType.I32)
                plan.FetchInt(answers).AsSpan(0, some).CopyTo(answer.Classes.AsSpan(at));
            else
                plan.Fetch(answers).AsSpan(0, some).CopyTo(answer.Means.AsSpan(at));
            progress?.Invoke(first + rows);
        }
        return answer;
    }

    /// <summary>Frees the plan and the references on the device.</summary>
    public void Dispose()
    {
        plan.Dispose();
        weights.Dispose();
    }

    private static Tensor Tile(Graph graph, FeatureSet references, int first, int most)
    {
        var (count, length) = (Math.Min(most, references.Count - first), references.Length);
        return graph.Parameter(new Parameter($"references.{first}", new Shape(count, length),
            () => references.Values.AsSpan(first * length, count * length).ToArray(), requiresGrad: false));
    }

    // What all distances of a query have in common is added when the nearest are known. What depends on references alone is computed once.
    private static Tensor Apart(Tensor sought, Tensor references, Distance distance) => distance switch
    {
        Distance.L1 => sought.CdistL1(references),
        Distance.L2 => sought.MatMul(references, transB: true) + references.SumSquare([1]),
        _ => sought.MatMul(references * references.SumSquare([1], keepDim: true).Clamp(Least * Least).Rsqrt(), transB: true),
    };

    private static Tensor Classes(Graph graph, FeatureSet references, Tensor places, Tensor counts)
    {
        var labels = graph.Parameter(Parameter.Integers("labels", new Shape(references.Count), references.Labels));
        var votes = labels.Gather(0, places).OneHot(references.Classes.Count) * counts.Unsqueeze(2);
        return votes.CumSum(1).ArgMax(2);
    }

    private static Tensor Means(Graph graph, float[] targets, Tensor places, Tensor counts)
    {
        var known = graph.Parameter(new Parameter("targets", new Shape(targets.Length), targets, requiresGrad: false)).Gather(0, places);
        return (known * counts).CumSum(1) / counts.CumSum(1);
    }
}
