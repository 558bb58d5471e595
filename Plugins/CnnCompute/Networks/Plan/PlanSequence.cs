// Several plans one after another, spread over frames.
using Engine;

namespace CnnCompute;

/// <summary>A plan's turn in a <see cref="PlanSequence"/>.</summary>
/// <param name="Plan">What runs; it stays its owner's.</param>
/// <param name="Times">How often it runs before the next turn.</param>
/// <param name="Before">Called before each run begins, with its number from 0: sets values.</param>
/// <param name="After">Called when the last slice of each run has been recorded, with its number: reads results back, copies.</param>
public sealed record PlanTurn(Plan Plan, int Times = 1, Action<int>? Before = null, Action<int, Commands>? After = null);

/// <summary>
/// Runs its turns in order, over and over, as far in each frame as a budget reaches. All plans but ones that fit a budget whole are compiled with
/// <see cref="PlanOptions.Budgeted"/>. Nothing is allocated while it runs.
/// </summary>
public sealed class PlanSequence
{
    private readonly PlanTurn[] turns;
    private int turn, time;

    /// <summary>A sequence of the given turns.</summary>
    /// <exception cref="ArgumentException">There are none, or one runs less than once.</exception>
    public PlanSequence(params IEnumerable<PlanTurn> turns)
    {
        this.turns = [.. turns];
        if (this.turns.Length == 0 || this.turns.Any(t => t.Times < 1))
            throw new ArgumentException("A sequence needs plans, each to run once at least", nameof(turns));
    }

    /// <summary>Complete rounds of all turns so far.</summary>
    public long Rounds { get; private set; }

    /// <summary>Whether a round has begun and not finished.</summary>
    public bool IsRunning => turn > 0 || time > 0 || turns[0].Plan.IsRunning;

    /// <summary>Estimated milliseconds of the slice that comes next.</summary>
    public double NextSliceMilliseconds => turns[turn].Plan.NextSliceMilliseconds;

    /// <summary>
    /// Appends as many slices as fit into <paramref name="milliseconds"/> by estimate, at least one, but none of the next round; returns whether the
    /// round is finished with them.
    /// </summary>
    public bool Advance(Commands commands, double milliseconds)
    {
        var left = milliseconds;
        do
        {
            left -= NextSliceMilliseconds;
            if (Next(commands))
                return true;
        }
        while (NextSliceMilliseconds <= left);
        return false;
    }

    /// <summary>Appends <paramref name="count"/> slices, or fewer to the end of the round; returns whether it is finished with them.</summary>
    public bool AdvanceSlices(Commands commands, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        for (var i = 0; i < count; i++)
        {
            if (Next(commands))
                return true;
        }
        return false;
    }

    // One slice; whether it ended the round.
    private bool Next(Commands commands)
    {
        var current = turns[turn];
        if (!current.Plan.IsRunning)
            current.Before?.Invoke(time);
        if (!current.Plan.ExecuteSlices(commands, 1))
            return false;
        current.After?.Invoke(time, commands);
        if (++time < current.Times)
            return false;
        time = 0;
        if (++turn < turns.Length)
            return false;
        turn = 0;
        Rounds++;
        return true;
    }
}
