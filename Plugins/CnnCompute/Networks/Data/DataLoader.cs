// Background threads that read, shuffle and batch a data set ahead of its consumer.
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace CnnCompute;

/// <summary>
/// Delivers the batches of one epoch after the other. What a batch holds depends on (seed, epoch, batch) alone, never on the number of threads.
/// A ring of <c>prefetch</c> batches is filled by worker threads and reused: after construction nothing is allocated per batch, which is why this is
/// no <see cref="Pipeline{T}"/>. An error of a worker surfaces where its batch is asked for. One thread consumes.
/// </summary>
public sealed class DataLoader : IDisposable
{
    // How often a waiting consumer looks whether it has been cancelled.
    private const int CancellationPollMilliseconds = 20;

    private readonly object gate = new();
    private readonly Slot[] ring;
    private readonly Thread[] threads;
    private readonly Sampler sampler;
    private readonly bool pixels;
    private long next;
    private long claimed;
    private long begun, busy, waited;
    private int filling;
    private bool started;
    private bool stopping;
    private ExceptionDispatchInfo? error;

    /// <summary>A loader that starts at epoch 0; its threads start with the first call.</summary>
    /// <param name="dataset">Where samples come from; read by all workers at once.</param>
    /// <param name="batchSize">Rows of every batch.</param>
    /// <param name="shuffle">A new order each epoch; otherwise the data set's own.</param>
    /// <param name="seed">Decides the orders.</param>
    /// <param name="dropLast">Leaves out a last batch that is not full instead of padding it.</param>
    /// <param name="workers">Threads that fill batches; 0 for one where samples lie in memory, else as many as there are cores.</param>
    /// <param name="prefetch">Batches in the ring, the one lent to the consumer included; at least 2.</param>
    /// <param name="sampler">Which samples an epoch has, in place of <paramref name="shuffle"/> and <paramref name="seed"/>.</param>
    /// <param name="pixels">Whether pictures are read; without, batches have labels and indices alone, for a <see cref="ResidentDataset"/>.</param>
    public DataLoader(
        Dataset dataset, int batchSize, bool shuffle = false, ulong seed = 0, bool dropLast = false, int workers = 0, int prefetch = 4,
        Sampler? sampler = null, bool pixels = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, 2);
        (Dataset, BatchSize, this.pixels) = (dataset, batchSize, pixels);
        if (dataset.Count == 0)
            throw new ArgumentException($"{dataset.Name} has no samples", nameof(dataset));
        this.sampler = sampler ?? (shuffle ? new ShuffledSampler(dataset.Count, seed) : new SequentialSampler(dataset.Count));
        BatchesPerEpoch = dropLast ? this.sampler.Count / batchSize : (this.sampler.Count + batchSize - 1) / batchSize;
        if (BatchesPerEpoch == 0)
        {
            throw new ArgumentException($"{dataset.Name} has {this.sampler.Count:N0} samples: not one batch of {batchSize:N0}; "
                + $"choose at most {this.sampler.Count:N0} (--batch)", nameof(batchSize));
        }
        if (workers == 0)
        {
            workers = dataset.InMemory || !pixels ? 1 : Environment.ProcessorCount;
            // One lent, one ready, and one for each thread to fill.
            prefetch = Math.Max(prefetch, workers + 2);
        }
        ring = [.. Enumerable.Range(0, prefetch).Select(_ => new Slot(new Batch(batchSize, pixels ? dataset.SampleBytes : 0)))];
        threads = [.. Enumerable.Range(0, workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"data loader {i}" })];
    }

    /// <summary>The data set it reads.</summary>
    public Dataset Dataset { get; }

    /// <summary>Rows of every batch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches of one epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>Threads that fill batches.</summary>
    public int Workers => threads.Length;

    /// <summary>What its threads and its consumer have spent their time on so far.</summary>
    public LoaderUse Use
    {
        get
        {
            lock (gate)
            {
                return new LoaderUse(Workers, started ? Stopwatch.GetElapsedTime(begun) : TimeSpan.Zero, Stopwatch.GetElapsedTime(0, busy),
                    Stopwatch.GetElapsedTime(0, waited));
            }
        }
    }

    /// <summary>Continues at batch <paramref name="batch"/> of <paramref name="epoch"/>; takes back the batch that was lent.</summary>
    public void Seek(int epoch, int batch = 0)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopping, this);
            while (filling > 0)
                Monitor.Wait(gate);
            next = claimed = ((long)epoch * BatchesPerEpoch) + batch;
            error = null;
            foreach (var slot in ring)
                slot.Holds = -1;
            Start();
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>The next batch; waits until it is filled. Takes back the one before.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    /// <exception cref="InvalidDataException">A worker met a damaged file (any exception of a worker surfaces here).</exception>
    public Batch Next(CancellationToken cancellation = default)
    {
        lock (gate)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (TryTake() is { } batch)
                    return batch;
                var since = Stopwatch.GetTimestamp();
                Monitor.Wait(gate, CancellationPollMilliseconds);
                waited += Stopwatch.GetTimestamp() - since;
            }
        }
    }

    /// <summary>As <see cref="Next"/>, but returns false at once where the batch is not filled yet: for the frame thread.</summary>
    public bool TryNext([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Batch? batch)
    {
        lock (gate)
            batch = TryTake();
        return batch is not null;
    }

    /// <summary>All batches of one epoch in order, from <paramref name="firstBatch"/> on.</summary>
    public IEnumerable<Batch> Epoch(int epoch, int firstBatch = 0, CancellationToken cancellation = default)
    {
        var first = ((long)epoch * BatchesPerEpoch) + firstBatch;
        lock (gate)
        {
            if (next != first || error is not null)
                Seek(epoch, firstBatch);
        }
        for (var i = firstBatch; i < BatchesPerEpoch; i++)
            yield return Next(cancellation);
    }

    /// <summary>Stops the threads and waits for them; a consumer that waits gets an ObjectDisposedException.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.PulseAll(gate);
        }
        if (started)
        {
            foreach (var thread in threads)
                thread.Join();
        }
    }

    private Batch? TryTake()
    {
        ObjectDisposedException.ThrowIf(stopping, this);
        Start();
        var slot = ring[next % ring.Length];
        if (slot.Holds == next)
        {
            next++;
            // The slot of the batch before this one is free now.
            Monitor.PulseAll(gate);
            return slot.Batch;
        }
        // Batches before the failed one are still delivered.
        if (filling == 0)
            error?.Throw();
        return null;
    }

    private void Start()
    {
        if (started)
            return;
        (started, begun) = (true, Stopwatch.GetTimestamp());
        foreach (var thread in threads)
            thread.Start();
    }

    private void Work()
    {
        while (true)
        {
            long number;
            lock (gate)
            {
                // The batch lent to the consumer, next - 1, keeps its slot until the next one is taken.
                while (!stopping && (error is not null || claimed >= next - 1 + ring.Length))
                    Monitor.Wait(gate);
                if (stopping)
                    return;
                number = claimed++;
                filling++;
            }
            ExceptionDispatchInfo? failure = null;
            var since = Stopwatch.GetTimestamp();
            try
            {
                Fill(ring[number % ring.Length].Batch, number);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
            lock (gate)
            {
                filling--;
                busy += Stopwatch.GetTimestamp() - since;
                if (failure is null)
                    ring[number % ring.Length].Holds = number;
                error ??= failure;
                Monitor.PulseAll(gate);
            }
        }
    }

    private void Fill(Batch batch, long number)
    {
        var (epoch, index) = (number / BatchesPerEpoch, (int)(number % BatchesPerEpoch));
        var (first, bytes) = (index * BatchSize, Dataset.SampleBytes);
        (batch.Epoch, batch.Index, batch.Count) = ((int)epoch, index, Math.Min(BatchSize, sampler.Count - first));
        for (var i = 0; i < batch.Count; i++)
        {
            var sample = sampler.Sample(epoch, first + i);
            if (pixels)
                Dataset.Read(sample, batch.Bytes.AsSpan(i * bytes, bytes));
            batch.Labels[i] = Dataset.Label(sample);
            batch.Indices[i] = sample;
        }
        if (pixels)
            batch.Bytes.AsSpan(batch.Count * bytes).Clear();
        batch.Labels.AsSpan(batch.Count).Fill(-1);
        batch.Indices.AsSpan(batch.Count).Fill(-1);
    }

    private sealed class Slot(Batch batch)
    {
        public Batch Batch { get; } = batch;

        public long Holds { get; set; } = -1;
    }
}
