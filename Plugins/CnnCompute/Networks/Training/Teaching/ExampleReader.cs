// Pictures of an example folder, read beside the frames.
using System.Collections.Concurrent;
using Engine;

namespace CnnCompute;

/// <summary>Reads pictures in order on a thread of its own, a few ahead of who takes them; what cannot be read is told and passed over.</summary>
public sealed class ExampleReader : IDisposable
{
    private const int Ahead = 4;

    private readonly BlockingCollection<(StoredExample Example, byte[]? Rgba, string? Error)> read = new(Ahead);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task work;

    /// <summary>Begins to read.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="examples">Which of its pictures.</param>
    /// <param name="side">Side of the squares that they become.</param>
    public ExampleReader(string folder, IReadOnlyList<StoredExample> examples, int side)
    {
        Count = examples.Count;
        work = Task.Run(() => Read(folder, examples, side));
    }

    /// <summary>Pictures in all.</summary>
    public int Count { get; }

    /// <summary>Pictures that were taken, or could not be read.</summary>
    public int Done { get; private set; }

    /// <summary>Whether all are done.</summary>
    public bool IsFinished => Done == Count;

    /// <summary>The next picture where it is there.</summary>
    /// <param name="waits">Whether it is waited for.</param>
    /// <param name="example">Which it is.</param>
    /// <param name="rgba">Its bytes; null where it cannot be read.</param>
    /// <param name="error">Why it cannot be read; null where it can.</param>
    public bool TryTake(bool waits, out StoredExample? example, out byte[]? rgba, out string? error)
    {
        (example, rgba, error) = (null, null, null);
        if (IsFinished || !read.TryTake(out var next, waits ? Timeout.Infinite : 0))
            return false;
        (example, rgba, error) = next;
        Done++;
        return true;
    }

    /// <summary>Ends the reading.</summary>
    public void Dispose()
    {
        stopping.Cancel();
        work.Wait();
        stopping.Dispose();
        read.Dispose();
    }

    private void Read(string folder, IReadOnlyList<StoredExample> examples, int side)
    {
        try
        {
            foreach (var example in examples)
            {
                (StoredExample, byte[]?, string?) next;
                try
                {
                    next = (example, ExampleFolder.Read(folder, example, side).Rgba, null);
                }
                catch (Exception error) when (InputError.Is(error))
                {
                    next = (example, null, InputError.Sentence(error).TrimEnd('.'));
                }
                read.Add(next, stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody takes what is left.
        }
    }
}
