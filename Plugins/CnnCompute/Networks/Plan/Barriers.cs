// Puts barriers between launches that touch the same bytes, and nowhere else.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>
/// Inserts a full barrier before a command that reads what was written, or writes what was read or written, since the last barrier. One barrier
/// orders everything before it, so each is placed as late as possible.
/// </summary>
internal static class Barriers
{
    private readonly record struct Range(long Start, long End, bool Written, int Launch);

    /// <summary>The commands with barriers between them.</summary>
    public static ImmutableArray<Command> Insert(IReadOnlyList<Command> commands, IReadOnlyList<Launch> launches)
    {
        var result = new List<Command>(commands.Count * 2);
        var touched = new Dictionary<(Region, int), List<Range>>();
        foreach (var command in commands)
        {
            if (command.Orders)
            {
                touched.Clear();
            }
            else
            {
                var launch = launches[command.Launch];
                if (Conflicts(launch, command.Launch, touched))
                {
                    result.Add(new Command(CommandKind.Barrier));
                    touched.Clear();
                }
                for (var i = 0; i < launch.Places.Length; i++)
                {
                    var place = launch.Places[i];
                    if (!touched.TryGetValue(KeyOf(place), out var ranges))
                        touched[KeyOf(place)] = ranges = [];
                    ranges.Add(RangeOf(launch, i, command.Launch));
                }
            }
            result.Add(command);
        }
        return [.. result];
    }

    private static bool Conflicts(Launch launch, int index, Dictionary<(Region, int), List<Range>> touched)
    {
        for (var i = 0; i < launch.Places.Length; i++)
        {
            var place = launch.Places[i];
            if (!touched.TryGetValue(KeyOf(place), out var ranges))
                continue;
            var mine = RangeOf(launch, i, index);
            foreach (var other in ranges)
            {
                if (other.Launch != index && (mine.Written || other.Written) && mine.Start < other.End && other.Start < mine.End)
                    return true;
            }
        }
        return false;
    }

    // Two names may be bound to one image, now or later, so images are taken for one piece of memory.
    private static (Region, int) KeyOf(Place place) => (place.Region, place.Region == Region.Image ? 0 : place.Index);

    private static Range RangeOf(Launch launch, int position, int index)
    {
        var place = launch.Places[position];
        return place.Region == Region.Image
            ? new Range(0, long.MaxValue, launch.Facts.Writes[position], index)
            : new Range(place.Offset, place.Offset + place.Bytes, launch.Facts.Writes[position], index);
    }
}
