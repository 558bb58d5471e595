// What validation said after each epoch, and what follows from it.
namespace CnnCompute;

/// <summary>
/// The validation metrics of every epoch so far. All choices (the best epoch, those worth keeping, when to stop, a schedule that waits for a plateau)
/// follow from them alone, so that a checkpoint stores nothing else of them.
/// </summary>
public sealed class ValidationHistory
{
    private readonly List<Metrics> epochs;

    /// <summary>The history so far.</summary>
    public ValidationHistory(IEnumerable<Metrics>? epochs = null) => this.epochs = [.. epochs ?? []];

    /// <summary>By epoch.</summary>
    public IReadOnlyList<Metrics> Epochs => epochs;

    /// <summary>The best epoch: most hits, then the lowest loss, then the earliest; -1 before the first.</summary>
    public int Best => epochs.Count == 0 ? -1 : Ranked().First();

    /// <summary>Epochs since the best one.</summary>
    public int SinceBest => epochs.Count == 0 ? 0 : epochs.Count - 1 - Best;

    /// <summary>Adds an epoch; gives whether it is the best so far.</summary>
    public bool Add(Metrics metrics)
    {
        epochs.Add(metrics);
        return Best == epochs.Count - 1;
    }

    /// <summary>The best <paramref name="count"/> epochs, the best first.</summary>
    public IReadOnlyList<int> Top(int count) => [.. Ranked().Take(count)];

    /// <summary>The schedule after all epochs so far.</summary>
    public LrSchedule Observed(LrSchedule schedule) => epochs.Aggregate(schedule, (s, m) => s.Observe(m.Loss));

    // NaN is worse than any loss.
    private IEnumerable<int> Ranked() => Enumerable.Range(0, epochs.Count).OrderByDescending(e => epochs[e].Correct)
        .ThenBy(e => double.IsNaN(epochs[e].Loss) ? double.PositiveInfinity : epochs[e].Loss).ThenBy(e => e);
}
