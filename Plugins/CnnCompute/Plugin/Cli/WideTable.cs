// Tables that are wider than the terminal.
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CnnCompute;

/// <summary>Cut between columns, so that no number is broken over lines: each part has the first column, by which rows are found again.</summary>
internal static class WideTable
{
    // A simple border: a space on both sides of a cell, and one between two of them.
    private const int Around = 3;

    /// <summary>The table as parts of <paramref name="width"/> characters; itself where it fits, or has nothing to be cut.</summary>
    public static IReadOnlyList<Table> Parts(Table table, RenderOptions options, int width)
    {
        var rows = table.Rows.Select(row => row.ToArray()).ToArray();
        int Wide(int column) => Around + rows.Select(row => row[column]).Prepend(table.Columns[column].Header)
            .Max(cell => cell.Measure(options, int.MaxValue >> 8).Max);
        var widths = Enumerable.Range(0, table.Columns.Count).Select(Wide).ToArray();
        if (widths.Sum() < width || widths.Length < 3)
            return [table];
        var parts = new List<Table>();
        for (var next = 1; next < widths.Length;)
        {
            var columns = new List<int> { 0 };
            var left = width - 1 - widths[0];
            // One at least, however wide: its cells are broken then.
            for (; next < widths.Length && (columns.Count == 1 || widths[next] <= left); next++)
            {
                columns.Add(next);
                left -= widths[next];
            }
            parts.Add(Part(table, rows, columns));
        }
        return parts;
    }

    private static Table Part(Table table, IRenderable[][] rows, List<int> columns)
    {
        var part = new Table { Border = table.Border };
        foreach (var column in columns)
            part.AddColumn(table.Columns[column]);
        foreach (var row in rows)
            part.AddRow(columns.Select(column => row[column]));
        return part;
    }
}
