// Finds the classes that a word may have meant.
using System.Globalization;

namespace CnnCompute;

/// <summary>Hints for the name of a class that does not exist.</summary>
internal static class ClassNames
{
    private const int Most = 12;

    /// <summary>The end of a sentence: classes whose names hold the word, else those with the nearest word, else some that there are.</summary>
    public static string Near(string wanted, IReadOnlyList<string> labels)
    {
        var holding = Holding(wanted, labels);
        // Of "tabby kitten" one word may do; of "kittens" its beginning.
        if (holding.Length == 0)
            holding = [.. Words(wanted).Where(w => w.Length > 2).SelectMany(w => Holding(w, labels)).Distinct()];
        if (holding.Length > 0)
            return $"these contain the word: {List(holding, labels)}";
        var near = labels.Index().Where(l => Parts(l.Item).Any(p => IsNear(wanted, p))).Select(l => l.Index).ToArray();
        if (near.Length == 0)
            near = [.. labels.Index().Where(l => Words(l.Item).Any(w => IsNear(wanted, w))).Select(l => l.Index)];
        return near.Length > 0 ? $"near to it are {List(near, labels)}"
            : $"there are {labels.Count}, such as {List([.. Enumerable.Range(0, Math.Min(3, labels.Count))], labels)}";
    }

    private static int[] Holding(string word, IReadOnlyList<string> labels) =>
        [.. labels.Index().Where(l => l.Item.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(l => l.Index)
            // Whole words first: of "cat" Egyptian cat before catamaran.
            .OrderBy(i => Words(labels[i]).Contains(word, StringComparer.OrdinalIgnoreCase) ? 0 : 1)];

    private static string List(int[] classes, IReadOnlyList<string> labels) =>
        string.Join(", ", classes.Take(Most).Select(i => string.Create(CultureInfo.InvariantCulture, $"{labels[i].Split(',')[0]} ({i})")))
            + (classes.Length > Most ? $" and {classes.Length - Most} more" : "");

    // About a third of the letters may be wrong.
    private static bool IsNear(string wanted, string name) =>
        Math.Abs(wanted.Length - name.Length) <= (wanted.Length + 1) / 3 && Edits(wanted, name) <= Math.Max(1, (wanted.Length + 1) / 3);

    private static int Edits(string a, string b)
    {
        var (row, above) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray());
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var isSame = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (isSame ? 0 : 1));
            }
            (row, above) = (above, row);
        }
        return above[b.Length];
    }

    private static string[] Parts(string label) => label.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string[] Words(string label) => label.Split([' ', ',', '-', '_', '/'], StringSplitOptions.RemoveEmptyEntries);
}
