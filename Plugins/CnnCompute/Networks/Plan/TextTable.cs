// Columns of text, aligned.
using System.Text;

namespace CnnCompute;

/// <summary>Rows of cells with two spaces between columns; a row of the one cell "=" is a line.</summary>
internal static class TextTable
{
    /// <summary>Appends the rows, the first being the header.</summary>
    public static void Append(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        var widths = new int[rows[0].Length];
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
                widths[i] = Math.Max(widths[i], row[i].Length);
        }
        foreach (var row in rows)
        {
            if (row is ["="])
                text.Append('=', Math.Min(120, widths.Sum() + 2 * (widths.Length - 1)));
            else
                text.Append(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
            text.AppendLine();
        }
    }
}
