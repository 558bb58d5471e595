// How many neighbours are asked.
using Engine;

namespace CnnCompute;

/// <summary>A number of neighbours, chosen by cross-validation among training samples alone.</summary>
/// <param name="K">The best; of equally good ones the least.</param>
/// <param name="Scores">Of each candidate: the accuracy, or in a regression the mean squared error.</param>
public sealed record NeighbourChoice(int K, IReadOnlyList<(int K, double Score)> Scores)
{
    /// <summary>
    /// Splits samples into <paramref name="folds"/> parts; each part is answered by all others, on the device, for all candidates at once.
    /// </summary>
    /// <param name="gpu">The device.</param>
    /// <param name="data">Training samples.</param>
    /// <param name="candidates">Numbers of neighbours.</param>
    /// <param name="distance">How far vectors are apart.</param>
    /// <param name="vote">What each neighbour counts.</param>
    /// <param name="targets">For regression, a number for each sample.</param>
    /// <param name="folds">Parts.</param>
    /// <param name="most">As many samples at most, drawn by <paramref name="seed"/>.</param>
    /// <param name="seed">Decides what is drawn and how it is split.</param>
    /// <param name="cancellation">Looked at between tiles.</param>
    /// <exception cref="ArgumentException">There are no candidates, fewer than two folds, or too few samples for them.</exception>
    public static NeighbourChoice Make(
        Gpu gpu, FeatureSet data, IReadOnlyList<int> candidates, Distance distance = Distance.L2, Vote vote = Vote.Equal,
        IReadOnlyList<float>? targets = null, int folds = 5, int most = 5000, ulong seed = 0, CancellationToken cancellation = default)
    {
        var count = Math.Min(most, data.Count);
        if (candidates.Count == 0 || candidates.Min() < 1 || folds < 2 || count - ((count + folds - 1) / folds) < candidates.Max())
        {
            throw new ArgumentException(
                $"{data.Name}: {folds} folds of {count} samples cannot choose among {string.Join(", ", candidates)} neighbours; two folds at least "
                    + "are needed, and as many samples outside a fold as neighbours", nameof(candidates));
        }
        var drawn = new Permutation(data.Count, seed, 0);
        int[] order = [.. Enumerable.Range(0, count).Select(i => drawn[i])];
        var sums = new double[candidates.Count];
        for (var fold = 0; fold < folds; fold++)
        {
            int[] asked = [.. order.Where((_, i) => i % folds == fold)], known = [.. order.Where((_, i) => i % folds != fold)];
            float[]? Of(int[] samples) => targets is null ? null : [.. samples.Select(s => targets[s])];
            var queries = data.Subset(data.Name, asked);
            using var search = new NearestNeighbours(gpu, data.Subset(data.Name, known), candidates.Max(), distance, vote, Of(known));
            var answers = search.Find(queries, cancellation: cancellation);
            foreach (var (i, k) in candidates.Index())
                sums[i] += asked.Length * (Of(asked) is { } wanted ? answers.SquaredError(wanted, k) : answers.Accuracy(queries, k));
        }
        (int K, double Score)[] scores = [.. candidates.Zip(sums, (k, sum) => (k, sum / count))];
        var best = scores.OrderBy(s => targets is null ? -s.Score : s.Score).ThenBy(s => s.K).First();
        return new NeighbourChoice(best.K, scores);
    }
}
