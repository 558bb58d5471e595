// Sets samples aside.
namespace CnnCompute;

/// <summary>Chooses samples by (seed, purpose, class) alone.</summary>
internal static class Splitting
{
    /// <summary>What samples are chosen for; each has orders of its own.</summary>
    public enum Purpose
    {
        /// <summary>The test part.</summary>
        Test,

        /// <summary>The validation part.</summary>
        Validation,

        /// <summary>What a limit leaves.</summary>
        Limit,
    }

    private const ulong Stream = 0xA0761D6478BD642F;

    /// <summary>Takes a share away.</summary>
    /// <param name="data">Has the labels.</param>
    /// <param name="from">Samples to choose from.</param>
    /// <param name="share">How many, of each class where stratified; at least one where <paramref name="keep"/> allows it.</param>
    /// <param name="keep">How many stay at least, of each class where stratified.</param>
    /// <param name="how">Seed and stratification.</param>
    /// <param name="purpose">What for.</param>
    /// <returns>What stays and what was taken, both in the data set's order.</returns>
    public static (int[] Left, int[] Taken) Share(Dataset data, IReadOnlyList<int> from, double share, int keep, DataSettings how, Purpose purpose)
    {
        var taken = new HashSet<int>();
        foreach (var group in Groups(data, from, how.Stratified))
        {
            var wanted = Math.Max(1, (int)Math.Round(share * group.Samples.Length, MidpointRounding.AwayFromZero));
            taken.UnionWith(First(group, Math.Min(wanted, Math.Max(0, group.Samples.Length - keep)), how.Seed, purpose));
        }
        return ([.. from.Where(s => !taken.Contains(s))], [.. from.Where(taken.Contains)]);
    }

    /// <summary>At most so many samples of each class, in the data set's order.</summary>
    public static int[] Limited(Dataset data, IReadOnlyList<int> from, int limit, int seed)
    {
        var taken = Groups(data, from, stratified: true).SelectMany(g => First(g, Math.Min(limit, g.Samples.Length), seed, Purpose.Limit)).ToHashSet();
        return [.. from.Where(taken.Contains)];
    }

    private static IEnumerable<(int Label, int[] Samples)> Groups(Dataset data, IReadOnlyList<int> from, bool stratified) => stratified
        ? from.GroupBy(data.Label).OrderBy(g => g.Key).Select(g => (g.Key, g.ToArray()))
        : [(0, [.. from])];

    private static IEnumerable<int> First((int Label, int[] Samples) group, int count, int seed, Purpose purpose)
    {
        var order = new Permutation(group.Samples.Length, (ulong)seed ^ Stream, ((long)group.Label * 4) + (long)purpose);
        return Enumerable.Range(0, count).Select(i => group.Samples[order[i]]);
    }
}
