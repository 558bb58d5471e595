// Finds the word that was probably meant.
namespace Engine;

/// <summary>Nearest names, for errors that help.</summary>
public static class Spelling
{
    /// <summary>
    /// The candidate with the fewest edits (Damerau-Levenshtein, letter case free); null where none is nearer than half the word's length plus one.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var fewest = word.Length / 2 + 2;
        foreach (var candidate in candidates.Order(StringComparer.Ordinal))
        {
            var edits = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (edits < fewest)
                (nearest, fewest) = (candidate, edits);
        }
        return nearest;
    }

    /// <summary>The end of a sentence: "; did you mean X?", or the known names where none is near.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $"; did you mean '{nearest}'?"
        : candidates.Count == 0 ? "; there are none here."
        : $"; known are {string.Join(", ", candidates.Order(StringComparer.Ordinal))}.";

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).</summary>
    internal static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
