// Running a plan: inside a frame, in slices over several frames, or alone.
using Engine;

namespace CnnCompute;

public sealed partial class Plan
{
    private int nextSlice;
    private bool rebound;

    /// <summary>Complete runs so far.</summary>
    public long Runs { get; private set; }

    /// <summary>Whether a run spread over frames has begun and not finished.</summary>
    public bool IsRunning => nextSlice > 0;

    /// <summary>Whether runs may be spread over frames.</summary>
    public bool IsBudgeted => options.Budgeted;

    /// <summary>Milliseconds that the next slice takes, as estimated or measured.</summary>
    public double NextSliceMilliseconds => sliceCosts[nextSlice];

    /// <summary>
    /// Appends a whole run to commands that will be submitted (not discarded): what parameters changed is derived anew, values are written, all
    /// slices follow.
    /// </summary>
    /// <exception cref="InvalidOperationException">A value was never set, or a run in slices is under way.</exception>
    public void Execute(Commands commands)
    {
        if (IsRunning)
            throw new InvalidOperationException($"{Name}: {nextSlice} of {SliceCount} slices have run; finish them before another run");
        ExecuteSlices(commands, int.MaxValue);
    }

    /// <summary>
    /// Appends as many of the next slices as fit into <paramref name="milliseconds"/> by estimate, at least one; returns whether the run is finished
    /// with them. Inputs are latched by the first slice, results published by the last.
    /// </summary>
    /// <exception cref="InvalidOperationException">The plan was not compiled with <see cref="PlanOptions.Budgeted"/>.</exception>
    public bool ExecuteBudgeted(Commands commands, double milliseconds)
    {
        var last = nextSlice;
        for (var sum = 0.0; last < SliceCount && (last == nextSlice || sum + sliceCosts[last] <= milliseconds); last++)
            sum += sliceCosts[last];
        return ExecuteSlices(commands, last - nextSlice);
    }

    /// <summary>Appends the next <paramref name="count"/> slices; returns whether the run is finished with them.</summary>
    /// <exception cref="InvalidOperationException">The plan was not compiled with <see cref="PlanOptions.Budgeted"/>.</exception>
    public bool ExecuteSlices(Commands commands, int count)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentNullException.ThrowIfNull(commands);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        count = Math.Min(count, SliceCount - nextSlice);
        if (count < SliceCount && !options.Budgeted)
            throw new InvalidOperationException($"{Name}: compile with PlanOptions.Budgeted to spread a run over frames");
        if (unset > 0)
            throw new InvalidOperationException($"{Name}: value \"{isSet.First(s => !s.Value).Key}\" was never set; call Set before the first run");
        if (nextSlice == 0)
            BeginRun(commands);
        commands.Execute(recording, nextSlice, count);
        foreach (var slot in updated)
            slot.Version++;
        nextSlice += count;
        if (nextSlice < SliceCount)
            return false;
        (nextSlice, Runs) = (0, Runs + 1);
        if (rebound)
            RecordAgain();
        return true;
    }

    /// <summary>Gives a run in slices up that has begun: the next slice is the first again. What its slices have written stays.</summary>
    public void Abandon()
    {
        nextSlice = 0;
        if (rebound)
            RecordAgain();
    }

    /// <summary>Runs once and waits; for tests, tools and training without a scene.</summary>
    public void Run()
    {
        var own = gpu.Begin();
        try
        {
            Execute(own);
        }
        catch
        {
            gpu.Discard(own);
            throw;
        }
        gpu.Wait(gpu.Submit(own));
    }

    private void BeginRun(Commands into)
    {
        var stale = false;
        for (var i = 0; i < derivedFrom.Length; i++)
        {
            stale |= derivedFrom[i].Version != seenVersions[i];
            seenVersions[i] = derivedFrom[i].Version;
        }
        if (derivation is not null && (stale || !derivedOnce))
        {
            into.Execute(derivation);
            derivedOnce = true;
            Derivations++;
        }
        for (var at = 0; at < valueBytes.Length; at += MaxUpdateBytes)
        {
            var bytes = Math.Min(MaxUpdateBytes, valueBytes.Length - at);
            into.Update(new Binding(memory.Values!, at, bytes), valueBytes.AsSpan(at, bytes));
        }
    }

    private const int MaxUpdateBytes = 65536;
    private bool derivedOnce;

    /// <summary>How often derived weights were computed.</summary>
    internal int Derivations { get; private set; }
}
