// What nearest neighbours say.
namespace CnnCompute;

/// <summary>For every query, K numbers of each kind, one for each number of neighbours from 1 to K.</summary>
/// <param name="K">Neighbours that were looked for.</param>
/// <param name="Distances">Of the nearest, ascending.</param>
/// <param name="Places">Which references they are.</param>
/// <param name="Classes">The class for which the first 1, 2, … K vote; 0 in a regression.</param>
/// <param name="Means">The mean target of the first 1, 2, … K; 0 in a classification.</param>
public sealed record NeighbourAnswers(int K, float[] Distances, int[] Places, int[] Classes, float[] Means)
{
    /// <summary>The class of query <paramref name="query"/> by its <paramref name="k"/> nearest.</summary>
    public int Class(int query, int k) => Classes[(query * K) + k - 1];

    /// <summary>The mean target of query <paramref name="query"/>'s <paramref name="k"/> nearest.</summary>
    public float Mean(int query, int k) => Means[(query * K) + k - 1];

    /// <summary>The share of queries whose label the <paramref name="k"/> nearest give.</summary>
    public double Accuracy(FeatureSet queries, int k) =>
        (double)queries.Labels.Index().Count(l => Class(l.Index, k) == l.Item) / queries.Count;

    /// <summary>The mean squared error of the <paramref name="k"/> nearest's mean against these targets, one for each query.</summary>
    public double SquaredError(IReadOnlyList<float> targets, int k) => targets.Index().Average(t => Math.Pow(Mean(t.Index, k) - t.Item, 2));
}
