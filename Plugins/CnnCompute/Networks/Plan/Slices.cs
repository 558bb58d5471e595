// Cuts a plan's launches into slices that a frame can afford.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>What a recording does, in order.</summary>
internal enum CommandKind
{
    /// <summary>Some or all workgroups of a launch.</summary>
    Dispatch,

    /// <summary>A copy between two places.</summary>
    Copy,

    /// <summary>A full memory barrier.</summary>
    Barrier,

    /// <summary>The end of a slice, which is a barrier too.</summary>
    EndSlice,
}

/// <summary>One entry of a recording.</summary>
internal readonly record struct Command(
    CommandKind Kind, int Launch = -1, (uint X, uint Y, uint Z) First = default, (uint X, uint Y, uint Z) Groups = default)
{
    /// <summary>Whether it orders memory rather than touching it.</summary>
    public bool Orders => Kind is CommandKind.Barrier or CommandKind.EndSlice;
}

/// <summary>Slices end between launches, and inside one whose estimate exceeds a slice (docs/architecture.md, "Slices and budgets").</summary>
internal static class Slices
{
    /// <summary>All launches in one slice.</summary>
    public static ImmutableArray<Command> Whole(IReadOnlyList<Launch> launches) => [.. launches.Select(Whole)];

    /// <summary>
    /// Slices of about <paramref name="milliseconds"/>. Everything up to the last launch marked First stays in the first slice, everything from the
    /// first one marked Last in the last.
    /// </summary>
    public static ImmutableArray<Command> Cut(IReadOnlyList<Launch> launches, double milliseconds)
    {
        var commands = new List<Command>();
        int begin = 0, end = launches.Count;
        for (var i = 0; i < launches.Count; i++)
        {
            if (launches[i].First)
                begin = i + 1;
            if (launches[i].Last && end == launches.Count)
                end = i;
        }
        var used = launches.Take(begin).Sum(l => l.Milliseconds);
        commands.AddRange(launches.Take(begin).Select(Whole));
        for (var i = begin; i < launches.Count; i++)
        {
            var cost = launches[i].Milliseconds;
            if (i <= end && commands.Count > 0 && used > 0 && used + cost > milliseconds)
            {
                commands.Add(new Command(CommandKind.EndSlice));
                used = 0;
            }
            used += cost;
            if (i >= end || launches[i].Step is null || cost <= milliseconds)
                commands.Add(Whole(launches[i], i));
            else
                Split(commands, launches[i], i, (uint)Math.Ceiling(cost / milliseconds));
        }
        return [.. commands];
    }

    /// <summary>Estimated milliseconds of each slice of a recording.</summary>
    public static ImmutableArray<double> Costs(IReadOnlyList<Command> commands, IReadOnlyList<Launch> launches)
    {
        var costs = new List<double> { 0 };
        foreach (var command in commands)
        {
            if (command.Kind == CommandKind.EndSlice)
                costs.Add(0);
            else if (!command.Orders)
                costs[^1] += launches[command.Launch].Milliseconds * Count(command.Groups) / Count(launches[command.Launch].Groups);
        }
        return [.. costs];
    }

    private static double Count((uint X, uint Y, uint Z) groups) => (double)groups.X * groups.Y * groups.Z;

    private static Command Whole(Launch launch, int index) =>
        new(launch.Step is null ? CommandKind.Copy : CommandKind.Dispatch, index, default, launch.Groups);

    // Parts along the axis that has the most workgroups, each followed by the end of a slice but the last.
    private static void Split(List<Command> commands, Launch launch, int index, uint parts)
    {
        var (x, y, z) = launch.Groups;
        var extent = Math.Max(x, Math.Max(y, z));
        parts = Math.Min(parts, extent);
        for (uint p = 0, from = 0; p < parts; p++)
        {
            var to = (uint)((ulong)extent * (p + 1) / parts);
            commands.Add(extent == x ? new Command(CommandKind.Dispatch, index, (from, 0, 0), (to - from, y, z))
                : extent == y ? new Command(CommandKind.Dispatch, index, (0, from, 0), (x, to - from, z))
                : new Command(CommandKind.Dispatch, index, (0, 0, from), (x, y, to - from)));
            if (p + 1 < parts)
                commands.Add(new Command(CommandKind.EndSlice));
            from = to;
        }
    }
}
