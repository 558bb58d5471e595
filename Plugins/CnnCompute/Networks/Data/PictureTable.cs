// A CSV that lists picture files with their labels.
using System.Globalization;
using System.Text;
using Engine;

namespace CnnCompute;

/// <summary>
/// Lines <c>file,label</c>, and perhaps a third field that names the part (train, val, test). Files are relative to the CSV's folder; fields may be
/// quoted as in RFC 4180. A first line such as <c>file,label</c> is a header and says the order of the columns.
/// </summary>
internal static class PictureTable
{
    private const int MostBytes = 1 << 28;
    private static readonly string[] FileWords = ["file", "filename", "path", "image", "picture"];
    private static readonly string[] LabelWords = ["label", "class", "category", "target"];
    private static readonly string[] PartWords = ["part", "split", "set"];

    /// <summary>Reads the list.</summary>
    /// <param name="path">The CSV.</param>
    /// <param name="classes">Class names by label, which labels must then be, or their numbers; null to take the labels that there are.</param>
    /// <exception cref="InvalidDataException">A line is wrong; it is numbered.</exception>
    public static PictureListing Read(string path, IReadOnlyList<string>? classes)
    {
        var rows = Rows(path, RegularFile.ReadAllText(path, MostBytes)).ToList();
        var columns = Header(rows.Count > 0 ? rows[0].Fields : []);
        if (columns is not null)
            rows.RemoveAt(0);
        var (fileAt, labelAt, partAt) = columns ?? (0, 1, 2);
        if (rows.Count == 0)
            throw new InvalidDataException($"{path}: lists no pictures; a line is file,label");
        var folder = new FolderStore(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var names = classes ?? Names(rows.Select(r => Field(path, r, labelAt, "label")));
        var labels = names.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        var parts = new Dictionary<DataPart, List<(string, int)>>();
        var hasParts = rows.Any(r => partAt >= 0 && r.Fields.Count > partAt && r.Fields[partAt].Length > 0);
        foreach (var row in rows)
        {
            var file = Field(path, row, fileAt, "file");
            if (!folder.Has(file))
                throw new InvalidDataException($"{path}, line {row.Line}: there is no file {file}{Near(folder, file)}");
            var part = hasParts ? PartOf(path, row, partAt) : DataPart.Whole;
            if (!parts.TryGetValue(part, out var samples))
                parts[part] = samples = [];
            samples.Add((file, LabelOf(path, row.Line, Field(path, row, labelAt, "label"), names, labels)));
        }
        if (hasParts && !parts.ContainsKey(DataPart.Train))
            throw new InvalidDataException($"{path}: no line is of the part train");
        return new PictureListing(names, parts.ToDictionary(p => p.Key, p => (IReadOnlyList<(string, int)>)p.Value), Rare(path, parts, names));
    }

    // Numbers in the order of numbers, words in that of letters.
    private static string[] Names(IEnumerable<string> labels)
    {
        string[] all = [.. labels.Distinct(StringComparer.Ordinal)];
        return all.All(l => int.TryParse(l, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
            ? [.. all.OrderBy(l => int.Parse(l, CultureInfo.InvariantCulture))] : [.. all.Order(StringComparer.Ordinal)];
    }

    private static int LabelOf(string path, int line, string label, IReadOnlyList<string> names, Dictionary<string, int> labels)
    {
        var isNumber = int.TryParse(label, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number);
        if (labels.TryGetValue(label, out var known))
        {
            return !isNumber || number >= 0 ? known
                : throw new InvalidDataException($"{path}, line {line}: label {number} is out of range; numbers of classes begin with 0");
        }
        if (!isNumber)
            throw new InvalidDataException($"{path}, line {line}: '{label}' is no class{Spelling.Hint(label, [.. names])}");
        return number >= 0 && number < names.Count ? number : throw new InvalidDataException(
            $"{path}, line {line}: label {number} is out of range; there are {names.Count} classes, 0 to {names.Count - 1}");
    }

    private static DataPart PartOf(string path, (int Line, IReadOnlyList<string> Fields) row, int at)
    {
        var word = Field(path, row, at, "part");
        return PictureFolders.Part(word)
            ?? throw new InvalidDataException($"{path}, line {row.Line}: '{word}' is no part{Spelling.Hint(word, ["train", "val", "test"])}");
    }

    private static string Field(string path, (int Line, IReadOnlyList<string> Fields) row, int at, string what)
    {
        if (row.Fields.Count > at && row.Fields[at].Length > 0)
            return row.Fields[at];
        throw new InvalidDataException($"{path}, line {row.Line}: it has no {what}; a line is file,label (with commas between fields)");
    }

    private static (int File, int Label, int Part)? Header(IReadOnlyList<string> fields)
    {
        int Find(string[] words) => fields.ToList().FindIndex(f => words.Contains(f.ToLowerInvariant()));
        var (file, label) = (Find(FileWords), Find(LabelWords));
        return file >= 0 && label >= 0 ? (file, label, Find(PartWords)) : null;
    }

    private static string Near(FolderStore store, string file)
    {
        var folder = Path.GetDirectoryName(store.Describe(file));
        if (!Directory.Exists(folder))
            return $" (nor its folder {folder})";
        var near = Spelling.Nearest(Path.GetFileName(file), Directory.EnumerateFiles(folder).Take(10_000).Select(f => Path.GetFileName(f)));
        return near is null ? "" : $"; did you mean '{near}'?";
    }

    // A label that stands once, nearly as another does, is probably misspelt.
    private static List<string> Rare(string path, Dictionary<DataPart, List<(string File, int Label)>> parts, IReadOnlyList<string> names)
    {
        var counts = new int[names.Count];
        foreach (var (_, label) in parts.Values.SelectMany(p => p))
            counts[label]++;
        string[] often = [.. names.Where((_, i) => counts[i] > 1)];
        return
        [
            .. names.Where((n, i) => counts[i] == 1 && n.Any(char.IsLetter)).Select(n => (Name: n, Near: Spelling.Nearest(n, often)))
                .Where(n => n.Near is not null).Select(n => $"{path}: '{n.Name}' is the label of one picture; did you mean '{n.Near}'?")
        ];
    }

    private static IEnumerable<(int Line, IReadOnlyList<string> Fields)> Rows(string path, string text)
    {
        var (line, at) = (1, 0);
        while (at < text.Length)
        {
            var first = line;
            List<string> fields = [];
            for (var more = true; more;)
                fields.Add(NextField(path, text, ref at, ref line, out more));
            if (fields.Count > 1 || fields[0].Length > 0)
                yield return (first, fields);
        }
    }

    private static string NextField(string path, string text, ref int at, ref int line, out bool more)
    {
        var field = new StringBuilder();
        var (first, quoted) = (line, false);
        for (more = false; at < text.Length; at++)
        {
            var c = text[at];
            line += c == '\n' ? 1 : 0;
            if (c == '"' && quoted && at + 1 < text.Length && text[at + 1] == '"')
                field.Append(text[++at]);
            else if (c == '"' && (quoted || string.IsNullOrWhiteSpace(field.ToString())))
                quoted = !quoted;
            else if (!quoted && c is ',' or '\n')
                return End(ref at, c == ',', out more);
            else
                field.Append(c);
        }
        return !quoted ? field.ToString().Trim() : throw new InvalidDataException($"{path}, line {first}: a quoted field does not end");

        string End(ref int at, bool comma, out bool more)
        {
            (at, more) = (at + 1, comma);
            return field.ToString().Trim();
        }
    }
}
