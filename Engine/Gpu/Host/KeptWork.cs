// What is being done whose result so far is worth waiting for when the program is asked to end.
namespace Engine;

/// <summary>
/// A verb that keeps what it has done says so while it does it: asked to end, the program then waits for its end, and otherwise ends at once. Safe
/// for several threads.
/// </summary>
public static class KeptWork
{
    private static int count;

    /// <summary>Whether there is such work now.</summary>
    public static bool IsUnderWay => Volatile.Read(ref count) > 0;

    /// <summary>Begins such work; disposing the result ends it.</summary>
    public static IDisposable Begin()
    {
        Interlocked.Increment(ref count);
        return new Part();
    }

    private sealed class Part : IDisposable
    {
        private bool ended;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref ended, true))
                Interlocked.Decrement(ref count);
        }
    }
}
