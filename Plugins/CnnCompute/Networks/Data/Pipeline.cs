// Sequences that are computed again for every pass: map, shuffle, batch, prefetch, repeat, cache.
using System.Collections;

namespace CnnCompute;

/// <summary>Where pipelines begin.</summary>
public static class Pipeline
{
    /// <summary>The same items in every pass.</summary>
    /// <param name="items">Enumerated anew by every pass.</param>
    public static Pipeline<T> Of<T>(IEnumerable<T> items) => new((_, _) => items);

    /// <summary>Items that depend on the pass.</summary>
    /// <param name="pass">Gives the items of an epoch; called once for each pass.</param>
    public static Pipeline<T> Of<T>(Func<long, IEnumerable<T>> pass) => new((epoch, _) => pass(epoch));
}

/// <summary>
/// A sequence as a recipe: each pass over it (<see cref="Epoch"/>) begins anew and gives the same items for the same epoch, whatever threads did.
/// Errors surface at the item where they happened, after all items before it. A pass that ends, is left or is cancelled has joined its threads.
/// </summary>
public sealed class Pipeline<T> : IEnumerable<T>
{
    // Separates the shuffle of a buffer from other uses of a seed.
    private const ulong ShuffleStream = 0xD1B54A32D192ED03;

    private readonly Func<long, CancellationToken, IEnumerable<T>> pass;

    internal Pipeline(Func<long, CancellationToken, IEnumerable<T>> pass) => this.pass = pass;

    /// <summary>One pass.</summary>
    /// <param name="epoch">Decides what depends on it, such as shuffles.</param>
    /// <param name="cancellation">Ends the pass with an <see cref="OperationCanceledException"/>, also while it waits.</param>
    public IEnumerable<T> Epoch(long epoch, CancellationToken cancellation = default)
    {
        foreach (var item in pass(epoch, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    /// <summary>Epoch 0.</summary>
    public IEnumerator<T> GetEnumerator() => Epoch(0).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Items computed on threads of their own, in order.</summary>
    /// <param name="map">Called by several threads at once where there are several workers.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="ahead">Items that may be computed before they are asked for; 0 for twice the workers.</param>
    public Pipeline<TResult> Map<TResult>(Func<T, TResult> map, int workers = 1, int ahead = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        ArgumentOutOfRangeException.ThrowIfNegative(ahead);
        return new((epoch, cancellation) => Run(epoch, map, workers, Math.Max(ahead, ahead == 0 ? 2 * workers : 1), cancellation));
    }

    /// <summary>Up to <paramref name="items"/> items computed ahead by a thread of its own.</summary>
    public Pipeline<T> Prefetch(int items)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(items);
        return Map(item => item, workers: 1, items);
    }

    /// <summary>
    /// Each item comes at random out of the next <paramref name="buffer"/> that have not come yet, by (seed, epoch); with a buffer for all of them
    /// every order is possible.
    /// </summary>
    public Pipeline<T> Shuffle(int buffer, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(buffer);
        return new((epoch, cancellation) => Shuffled(pass(epoch, cancellation), buffer, new Philox(seed ^ ShuffleStream, (ulong)epoch)));
    }

    /// <summary>Groups of <paramref name="size"/> items; the last has what remains, or is left out.</summary>
    public Pipeline<T[]> Batch(int size, bool dropLast = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return new((epoch, cancellation) => pass(epoch, cancellation).Chunk(size).Where(b => !dropLast || b.Length == size));
    }

    /// <summary>
    /// Several epochs one after the other: of epoch e those from e·<paramref name="times"/> on, or without end all from e on.
    /// </summary>
    /// <param name="times">How many; null for no end.</param>
    public Pipeline<T> Repeat(int? times = null)
    {
        if (times is { } wanted)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(wanted, nameof(times));
        return new((epoch, cancellation) => Repeated(epoch * (times ?? 1), times, cancellation));
    }

    /// <summary>
    /// Keeps the items of the first pass that reaches the end; later ones get the same, so that what comes before this is computed once. A shuffle
    /// belongs behind it.
    /// </summary>
    public Pipeline<T> Cache()
    {
        var kept = new Kept();
        return new((epoch, cancellation) => kept.Items ?? Keeping(epoch, kept, cancellation));
    }

    private IEnumerable<TResult> Run<TResult>(long epoch, Func<T, TResult> map, int workers, int ahead, CancellationToken cancellation)
    {
        // Leaving the pass ends also what waits before this step.
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var running = new ParallelMap<T, TResult>(pass(epoch, leaving.Token), map, workers, ahead, leaving);
        while (running.TryNext(out var item, cancellation))
            yield return item;
    }

    private static IEnumerable<T> Shuffled(IEnumerable<T> items, int buffer, Philox random)
    {
        var waiting = new List<T>();
        var drawn = 0UL;
        T Draw()
        {
            var at = (int)(((ulong)random.Word(drawn++) * (ulong)waiting.Count) >> 32);
            var item = waiting[at];
            waiting[at] = waiting[^1];
            waiting.RemoveAt(waiting.Count - 1);
            return item;
        }
        foreach (var item in items)
        {
            waiting.Add(item);
            if (waiting.Count == buffer)
                yield return Draw();
        }
        while (waiting.Count > 0)
            yield return Draw();
    }

    private IEnumerable<T> Repeated(long first, int? times, CancellationToken cancellation)
    {
        for (long i = 0; times is null || i < times; i++)
        {
            var any = false;
            foreach (var item in pass(first + i, cancellation))
            {
                any = true;
                yield return item;
            }
            // Nothing repeated without end would never come back.
            if (!any && times is null)
                yield break;
        }
    }

    private IEnumerable<T> Keeping(long epoch, Kept kept, CancellationToken cancellation)
    {
        var items = new List<T>();
        foreach (var item in pass(epoch, cancellation))
        {
            items.Add(item);
            yield return item;
        }
        kept.Items = items;
    }

    private sealed class Kept
    {
        public volatile IReadOnlyList<T>? Items;
    }
}
