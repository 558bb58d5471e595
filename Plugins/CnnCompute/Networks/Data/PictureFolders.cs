// Finds classes and parts in the names of picture files.
using Engine;

namespace CnnCompute;

/// <summary>A part of a data set that its files are sorted into.</summary>
internal enum DataPart
{
    /// <summary>Not sorted into parts.</summary>
    Whole,

    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To choose by.</summary>
    Validation,

    /// <summary>To report on.</summary>
    Test,
}

/// <summary>Files with their classes, by part; and what was noticed.</summary>
/// <param name="Classes">Names by label.</param>
/// <param name="Parts">The whole, or a training part and others.</param>
/// <param name="Notes">Sentences for people.</param>
internal sealed record PictureListing(
    IReadOnlyList<string> Classes, IReadOnlyDictionary<DataPart, IReadOnlyList<(string File, int Label)>> Parts, IReadOnlyList<string> Notes);

/// <summary><c>CLASS/…/picture.png</c>, or that within <c>train/</c>, <c>val/</c> and <c>test/</c>; all perhaps within one more folder.</summary>
internal static class PictureFolders
{
    private static readonly Dictionary<string, DataPart> PartNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = DataPart.Train,
        ["training"] = DataPart.Train,
        ["val"] = DataPart.Validation,
        ["valid"] = DataPart.Validation,
        ["validation"] = DataPart.Validation,
        ["test"] = DataPart.Test,
        ["testing"] = DataPart.Test,
    };

    // As torchvision, no .gif: what moves is no picture.
    private static readonly string[] Extensions = [.. PictureFile.Extensions.Where(e => e != ".gif")];

    /// <summary>The part that a word names; null for none.</summary>
    public static DataPart? Part(string word) => PartNames.TryGetValue(word, out var part) ? part : null;

    /// <summary>Whether there is a picture among files, given by names with '/' between parts.</summary>
    public static bool HasAny(IEnumerable<string> names) => Pictures(names).Any();

    /// <summary>Sorts files, given by names relative to <paramref name="root"/> with '/' between parts.</summary>
    /// <exception cref="InvalidDataException">There are no folders with pictures, or a part has a class that the training part lacks.</exception>
    public static PictureListing Of(string root, IEnumerable<string> names)
    {
        string[][] files = [.. Pictures(names)];
        var depth = 0;
        while (files.Length > 0 && files.All(f => f.Length > depth + 2 && f[depth] == files[0][depth]) && Part(files[0][depth]) is null)
            depth++;
        var notes = new List<string>();
        var loose = files.Where(f => f.Length == depth + 1).ToArray();
        files = [.. files.Where(f => f.Length > depth + 1)];
        var hasParts = files.Any(f => Part(f[depth]) == DataPart.Train && f.Length > depth + 2);
        if (hasParts)
        {
            var others = files.Where(f => Part(f[depth]) is null).Select(f => f[depth]).Distinct().ToArray();
            if (others.Length > 0)
                notes.Add($"{root}: not used, as it lies beside train: {string.Join(", ", others)}");
            files = [.. files.Where(f => Part(f[depth]) is not null)];
        }
        var at = depth + (hasParts ? 1 : 0);
        loose = [.. loose, .. files.Where(f => f.Length == at + 1)];
        files = [.. files.Where(f => f.Length > at + 1)];
        if (files.Length == 0)
        {
            throw new InvalidDataException(loose.Length > 0
                ? $"{root}: {loose.Length:N0} pictures lie in no folder of a class; sort them into a folder per class, or list them in a CSV"
                : $"{root}: no pictures; a data set is a folder per class with {string.Join(", ", Extensions)} files in it");
        }
        if (loose.Length > 0)
            notes.Add($"{root}: {loose.Length:N0} pictures in no folder of a class are not used, such as {string.Join('/', loose[0])}");
        return Sorted(root, files, at, hasParts ? depth : -1, notes);
    }

    // Without hidden files, and the copies of attributes that macOS puts into zips.
    private static IEnumerable<string[]> Pictures(IEnumerable<string> names) =>
        names.Where(n => Extensions.Contains(Path.GetExtension(n).ToLowerInvariant())).Select(n => n.Split('/'))
            .Where(p => !p.Any(f => f.StartsWith('.') || f == "__MACOSX"));

    private static PictureListing Sorted(string root, string[][] files, int at, int partAt, List<string> notes)
    {
        DataPart PartOf(string[] file) => partAt < 0 ? DataPart.Whole : Part(file[partAt])!.Value;
        string[] classes =
        [
            .. files.Where(f => PartOf(f) is DataPart.Whole or DataPart.Train).Select(f => f[at]).Distinct().Order(StringComparer.Ordinal)
        ];
        var labels = classes.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        var parts = new Dictionary<DataPart, IReadOnlyList<(string, int)>>();
        foreach (var part in files.GroupBy(PartOf))
        {
            var samples = new List<(string File, int Label)>();
            foreach (var file in part)
            {
                if (!labels.TryGetValue(file[at], out var label))
                {
                    throw new InvalidDataException($"{root}: the class '{file[at]}' of {file[partAt]} has no pictures in the training part"
                        + Spelling.Hint(file[at], classes));
                }
                samples.Add((string.Join('/', file), label));
            }
            parts[part.Key] = [.. samples.OrderBy(s => s.Label).ThenBy(s => s.File, StringComparer.Ordinal)];
        }
        return new PictureListing(classes, parts, notes);
    }
}
