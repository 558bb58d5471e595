// Proves a recording's barriers by replaying it on the CPU.
namespace CnnCompute;

/// <summary>One access of a replayed command. Images count as one byte at offset 0.</summary>
/// <param name="Memory">The buffer or image, compared by equality.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Reads">Whether they are read.</param>
/// <param name="Writes">Whether they are written.</param>
internal readonly record struct Touch(object Memory, long Offset, long Bytes, bool Reads, bool Writes);

/// <summary>A command as it was recorded: a barrier, or accesses. Parts of one launch have equal <paramref name="Launch"/>.</summary>
internal sealed record Replay(string Label, int Launch, bool IsBarrier, IReadOnlyList<Touch> Touches);

/// <summary>
/// Compares every command with every earlier one since the last barrier; shares no code with <see cref="Barriers"/>. Validation layers miss write
/// after write within one buffer and everything across recordings, so this is what the plan relies on (docs/architecture.md, "Barriers").
/// </summary>
internal static class BarrierChecker
{
    /// <summary>The first hazard found, in words; null when there is none.</summary>
    public static string? FindHazard(IReadOnlyList<Replay> commands)
    {
        var since = 0;
        for (var i = 0; i < commands.Count; i++)
        {
            if (commands[i].IsBarrier)
            {
                since = i + 1;
                continue;
            }
            if (OwnOverlap(commands[i]) is { } overlap)
                return overlap;
            for (var j = since; j < i; j++)
            {
                if (commands[j].Launch != commands[i].Launch && Between(commands[j], commands[i]) is { } hazard)
                    return hazard;
            }
        }
        return null;
    }

    private static string? Between(Replay earlier, Replay later)
    {
        foreach (var a in earlier.Touches)
        {
            foreach (var b in later.Touches)
            {
                if (!Overlaps(a, b) || (!a.Writes && !b.Writes))
                    continue;
                var kind = a.Writes && b.Reads ? "read after write" : a.Writes ? "write after write" : "write after read";
                return $"{kind} without a barrier: {earlier.Label} [{a.Offset}, {a.Offset + a.Bytes}) "
                    + $"then {later.Label} [{b.Offset}, {b.Offset + b.Bytes}) of {a.Memory}";
            }
        }
        return null;
    }

    // Within one launch, what is written may coincide with another operand (in place) but never overlap it partly.
    private static string? OwnOverlap(Replay command)
    {
        for (var i = 0; i < command.Touches.Count; i++)
        {
            for (var j = 0; j < command.Touches.Count; j++)
            {
                var (a, b) = (command.Touches[i], command.Touches[j]);
                if (i != j && a.Writes && Overlaps(a, b) && (a.Offset != b.Offset || a.Bytes != b.Bytes))
                {
                    return $"{command.Label} writes [{a.Offset}, {a.Offset + a.Bytes}) over its own operand [{b.Offset}, {b.Offset + b.Bytes}) of "
                        + $"{a.Memory}";
                }
            }
        }
        return null;
    }

    private static bool Overlaps(Touch a, Touch b) => Equals(a.Memory, b.Memory) && a.Offset < b.Offset + b.Bytes && b.Offset < a.Offset + a.Bytes;
}
