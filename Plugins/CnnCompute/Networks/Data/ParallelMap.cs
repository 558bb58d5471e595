// The threads behind a pipeline's map.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace CnnCompute;

/// <summary>
/// One pass of a map: workers take items from the source one after the other, compute them at once, and the consumer gets the results in the items'
/// order, at most so many ahead of it.
/// </summary>
internal sealed class ParallelMap<T, TResult> : IDisposable
{
    private readonly object gate = new();
    private readonly object taking = new();
    private readonly IEnumerator<T> source;
    private readonly Func<T, TResult> map;
    private readonly CancellationTokenSource leaving;
    private readonly CancellationTokenRegistration waking;
    private readonly Thread[] threads;
    private readonly Slot[] ring;
    private long claimed, next;
    private bool ended;
    private ExceptionDispatchInfo? sourceError;

    /// <summary>Starts the threads.</summary>
    /// <param name="items">Enumerated by the workers, by one at a time.</param>
    /// <param name="map">Called by all workers at once.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="ahead">Most results that wait for the consumer.</param>
    /// <param name="leaving">Cancelled when this is disposed; ends waits.</param>
    public ParallelMap(IEnumerable<T> items, Func<T, TResult> map, int workers, int ahead, CancellationTokenSource leaving)
    {
        (source, this.map, this.leaving) = (items.GetEnumerator(), map, leaving);
        ring = new Slot[ahead];
        for (var i = 0; i < ahead; i++)
            ring[i].Number = -1;
        waking = leaving.Token.Register(() =>
        {
            lock (gate)
                Monitor.PulseAll(gate);
        });
        threads = [.. Enumerable.Range(0, workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"pipeline {i}" })];
        foreach (var thread in threads)
            thread.Start();
    }

    /// <summary>The next result; waits for it. False at the end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public bool TryNext([MaybeNullWhen(false)] out TResult item, CancellationToken cancellation)
    {
        lock (gate)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                ref var slot = ref ring[next % ring.Length];
                if (slot.Number == next)
                {
                    next++;
                    Monitor.PulseAll(gate);
                    slot.Error?.Throw();
                    item = slot.Item!;
                    slot.Item = default;
                    return true;
                }
                if (ended && next == claimed)
                {
                    sourceError?.Throw();
                    item = default;
                    return false;
                }
                Monitor.Wait(gate);
            }
        }
    }

    /// <summary>Stops the threads and waits for them.</summary>
    public void Dispose()
    {
        leaving.Cancel();
        foreach (var thread in threads)
            thread.Join();
        waking.Dispose();
        source.Dispose();
    }

    private void Work()
    {
        while (TryClaim(out var item, out var number))
        {
            var slot = new Slot { Number = number };
            try
            {
                slot.Item = map(item);
            }
            catch (Exception e)
            {
                slot.Error = ExceptionDispatchInfo.Capture(e);
            }
            lock (gate)
            {
                ring[number % ring.Length] = slot;
                Monitor.PulseAll(gate);
            }
        }
    }

    private bool TryClaim(out T item, out long number)
    {
        (item, number) = (default!, -1);
        lock (taking)
        {
            lock (gate)
            {
                while (!leaving.IsCancellationRequested && !ended && claimed >= next + ring.Length)
                    Monitor.Wait(gate);
                if (leaving.IsCancellationRequested || ended)
                    return false;
            }
            ExceptionDispatchInfo? failure = null;
            var any = false;
            try
            {
                any = source.MoveNext();
                item = any ? source.Current : default!;
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
            lock (gate)
            {
                if (any)
                {
                    number = claimed++;
                    return true;
                }
                (ended, sourceError) = (true, failure);
                Monitor.PulseAll(gate);
                return false;
            }
        }
    }

    private struct Slot
    {
        public long Number;
        public TResult? Item;
        public ExceptionDispatchInfo? Error;
    }
}
