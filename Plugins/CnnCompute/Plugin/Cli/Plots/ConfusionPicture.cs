// The confusion matrix as a chart.
using System.Globalization;

namespace CnnCompute;

/// <summary>Rows are what samples are, columns what they were taken for; a cell is the darker, the larger its share of the row.</summary>
internal static class ConfusionPicture
{
    // More numbers than that no one reads.
    private const int MostWithNumbers = 25, MostWithNames = 60, LongestName = 18;

    /// <summary>The chart; numbers are counts of samples.</summary>
    public static Chart Of(ConfusionMatrix matrix, IReadOnlyList<string> classes, string title = "")
    {
        var n = matrix.Classes;
        if (classes.Count != n)
            throw new ArgumentException($"{classes.Count} names for {n} classes", nameof(classes));
        var (shares, texts) = (new double[n, n], n <= MostWithNumbers ? new string[n, n] : null);
        for (var label = 0; label < n; label++)
        {
            var support = matrix.Support(label);
            for (var prediction = 0; prediction < n; prediction++)
            {
                var count = matrix[label, prediction];
                // The root, so that rare mistakes are seen.
                shares[label, prediction] = support == 0 ? 0 : Math.Sqrt((double)count / support);
                if (texts is not null)
                    texts[label, prediction] = count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture);
            }
        }
        string[] names = n <= MostWithNames ? [.. classes.Select(Short)] : [.. classes.Select((_, i) => i % 10 == 0 ? $"{i}" : "")];
        return new Chart { Title = title, XLabel = "taken for", YLabel = "is", TextSize = n <= 12 ? 14 : n <= MostWithNumbers ? 12 : 11 }
            .Matrix(shares, texts, names, names);
    }

    /// <summary>Writes it as a PNG file.</summary>
    /// <exception cref="ArgumentException">There are not as many names as classes.</exception>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public static void Save(string path, ConfusionMatrix matrix, IReadOnlyList<string> classes, string title = "")
    {
        var side = Side(matrix.Classes);
        new Figure().Add(Of(matrix, classes, title)).Save(path, side + 60, side);
    }

    /// <summary>Pixels from top to bottom that so many classes need.</summary>
    public static int Side(int classes) => Math.Clamp(220 + (classes * 44), 360, 1200);

    private static string Short(string name) => name.Length <= LongestName ? name : $"{name[..(LongestName - 1)]}…";
}
