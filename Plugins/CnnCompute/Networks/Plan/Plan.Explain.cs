// What a plan does, step by step, as a table.
using System.Globalization;
using System.Text;

namespace CnnCompute;

public sealed partial class Plan
{
    /// <summary>
    /// A table of all steps: what runs when a parameter changed, then what every run does. A "b" before a step is a barrier, a double line the end of
    /// a slice; operands are r(ead) or w(ritten): memory + offset : bytes.
    /// </summary>
    public string Explain()
    {
        var text = new StringBuilder();
        var half = HalfNodes == 0 ? "" : $"{HalfNodes} of {blueprint.Work.Recipes.Count} nodes in 16 bits, ";
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{Name} on {gpu.Info.Name}: {launches.Length} steps in {SliceCount} slice{(SliceCount == 1 ? "" : "s")}, "
            + $"{commands.Count(c => c.Kind == CommandKind.Barrier)} barriers, {Macs / 1e6:N1} MMAC, {half}"
            + $"arena {ArenaBytes:N0} bytes (lower bound {ArenaLowerBound:N0}, ratio {Ratio:F3}), derived {blueprint.Memory.DerivedBytes.Sum():N0}, "
            + $"parameters {blueprint.Memory.Parameters.Sum(p => p.Shape.Bytes):N0}");
        if (!blueprint.Deriving.IsEmpty)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"when one of {blueprint.DerivedFrom.Count} parameters changed:");
            Table(text, derivingCommands, blueprint.Deriving);
            text.AppendLine("every run:");
        }
        Table(text, commands, launches);
        return text.ToString();
    }

    /// <summary>Arena bytes over the lower bound; 1 is optimal.</summary>
    private double Ratio => ArenaLowerBound == 0 ? 1 : (double)ArenaBytes / ArenaLowerBound;

    private static void Table(StringBuilder text, IReadOnlyList<Command> commands, IReadOnlyList<Launch> launches)
    {
        var rows = new List<string[]> { new[] { "", "step", "node", "shape", "recipe", "shader", "groups", "bytes", "operands", "ms est." } };
        var barrier = false;
        foreach (var command in commands)
        {
            if (command.Kind == CommandKind.EndSlice)
                rows.Add(["="]);
            var ordered = barrier;
            barrier = command.Kind == CommandKind.Barrier;
            if (command.Orders)
                continue;
            var launch = launches[command.Launch];
            var (x, y, z) = command.Groups;
            var part = command.First == default ? "" : $"{command.First.X},{command.First.Y},{command.First.Z}+";
            rows.Add(
            [
                ordered ? "b" : "",
                command.Launch.ToString(CultureInfo.InvariantCulture),
                launch.Title,
                launch.Node?.Shape.ToString() ?? "",
                launch.Recipe,
                launch.Step is { } step ? step.Shader + (launch.Half ? " f16" : "") : "copy",
                launch.Step is null ? "" : $"{part}{x}x{y}x{z}",
                launch.Bytes.ToString("N0", CultureInfo.InvariantCulture),
                string.Join(' ', launch.Places.Select((p, i) => $"{(launch.Facts.Reads[i] ? "r" : "")}{(launch.Facts.Writes[i] ? "w" : "")}:{p}")),
                launch.Milliseconds.ToString("F3", CultureInfo.InvariantCulture),
            ]);
        }
        TextTable.Append(text, rows);
    }
}
