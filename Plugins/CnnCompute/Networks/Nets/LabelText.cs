// The forms in which people keep class names, told apart by what is in them.
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CnnCompute;

/// <summary>
/// Reads class names by index from text in UTF-8, UTF-16 or Latin-1: one a line, perhaps after its number or an identifier and a tab; JSON and YAML,
/// lists or maps from numbers; CSV with or without a heading. A line left blank among others is a class without a name.
/// </summary>
internal static partial class LabelText
{
    private const int MostNames = 1 << 20;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private static readonly string[] Lists = ["names", "labels", "classes", "class_names", "id2label", "categories"];
    private static readonly string[] NameColumns =
        ["name", "label", "class", "class_name", "classname", "label_name", "display_name", "names", "labels"];

    private static readonly string[] IndexColumns = ["id", "index", "idx", "class_id", "class_index", "label_id", "number", "no", "#", ""];

    /// <summary>The names.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="extension">Its ending, which tells CSV; the other forms tell themselves.</param>
    /// <exception cref="FormatException">It holds no names, or their numbers have gaps; the message says what.</exception>
    public static string[] Parse(ReadOnlySpan<byte> bytes, string extension = "")
    {
        var text = Decode(bytes);
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new FormatException("it is no text; class names are read from text, one a line, or from JSON, YAML or CSV");
        var names = text.TrimStart() is ['[' or '{', ..] trimmed && Json(trimmed) is { } json ? json : OfLines(text, extension);
        return names.Length switch
        {
            0 => throw new FormatException("it holds no class names"),
            > MostNames => throw new FormatException($"it holds {names.Length} class names; at most {MostNames} are read"),
            _ => names,
        };
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        // Of languages written in Latin letters every other byte of UTF-16 is zero.
        static bool HasZeros(ReadOnlySpan<byte> bytes, int odd)
        {
            var zeros = 0;
            for (var i = odd; i < Math.Min(bytes.Length, 256); i += 2)
                zeros += bytes[i] == 0 ? 1 : 0;
            return bytes.Length >= 4 && zeros * 4 > Math.Min(bytes.Length, 256);
        }
        switch (bytes)
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                return Encoding.UTF8.GetString(bytes[3..]);
            case [0xFF, 0xFE, 0, 0, ..]:
                return Encoding.UTF32.GetString(bytes[4..]);
            case [0xFF, 0xFE, ..]:
                return Encoding.Unicode.GetString(bytes[2..]);
            case [0xFE, 0xFF, ..]:
                return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }
        if (HasZeros(bytes, 1))
            return Encoding.Unicode.GetString(bytes);
        if (HasZeros(bytes, 0))
            return Encoding.BigEndianUnicode.GetString(bytes);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static string[] OfLines(string text, string extension)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).ToList();
        while (lines is [.., { Length: 0 }])
            lines.RemoveAt(lines.Count - 1);
        var first = lines.FindIndex(l => l.Length > 0);
        lines = first < 0 ? [] : lines[first..];
        return Yaml(lines) ?? Table(lines, extension) ?? Numbered(lines) ?? Identified(lines) ?? [.. lines.Select(l => l.Trim())];
    }

    // Lines that all begin with a number, which together are 0 to n-1 or 1 to n.
    private static string[]? Numbered(List<string> lines)
    {
        var found = lines.Where(l => l.Trim().Length > 0).Select(l => NumberFirst.Match(l)).ToArray();
        if (found.Length == 0 || found.Any(m => !m.Success))
            return null;
        var isMap = found.All(m => m.Groups[2].Value.Contains(':', StringComparison.Ordinal));
        return ByIndex([.. found.Select(m => (m.Groups[1].Value, isMap ? Unquoted(m.Groups[3].Value) : m.Groups[3].Value.Trim()))]);
    }

    // WordNet's numbers and the like, then a tab.
    private static string[]? Identified(List<string> lines)
    {
        var fields = lines.Where(l => l.Length > 0).Select(l => l.Split('\t', 2)).ToArray();
        return fields.Length > 0 && fields.All(f => f.Length == 2 && f[0].Length > 0 && !f[0].Contains(' ', StringComparison.Ordinal))
            && fields.Select(f => f[0]).Distinct().Count() == fields.Length
            ? [.. fields.Select(f => f[1].Trim())]
            : null;
    }

    private static string[]? Table(List<string> lines, string extension)
    {
        if (lines.Count == 0)
            return null;
        var isCsv = extension.Equals(".csv", StringComparison.OrdinalIgnoreCase);
        char[] separators = extension.Equals(".tsv", StringComparison.OrdinalIgnoreCase) ? ['\t'] : [',', ';', '\t'];
        var separator = separators.FirstOrDefault(s => lines[0].Contains(s, StringComparison.Ordinal));
        if (separator == default)
            return isCsv && NameColumns.Contains(lines[0].Trim().ToLowerInvariant()) ? [.. lines.Skip(1).Select(Unquoted)] : null;
        string[] heading = [.. Fields(lines[0], separator).Select(f => f.Trim().ToLowerInvariant())];
        var (name, index) = (Array.FindIndex(heading, h => NameColumns.Contains(h)), Array.FindIndex(heading, h => IndexColumns.Contains(h)));
        var rows = lines.Where(l => l.Length > 0).Select(l => Fields(l, separator)).ToArray();
        if (name >= 0 && (index >= 0 || heading.Length > 1) && name != index)
        {
            // What is not quoted may hold the separator in the last column.
            string Name(List<string> row) => row.Count <= name ? ""
                : name == heading.Length - 1 ? string.Join(separator, row.Skip(name)).Trim() : row[name].Trim();
            return index < 0 ? [.. rows.Skip(1).Select(Name)] : ByIndex([.. rows.Skip(1).Select(r => (r.ElementAtOrDefault(index) ?? "", Name(r)))]);
        }
        return isCsv && rows.All(r => r.Count > 1)
            ? ByIndex([.. rows.Select(r => (r[0], string.Join(separator, r.Skip(1)).Trim()))])
            : null;
    }

    private static List<string> Fields(string line, char separator)
    {
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[i++]);
            else if (line[i] == '"' && (quoted || string.IsNullOrWhiteSpace(field.ToString())))
                quoted = !quoted;
            else if (line[i] == separator && !quoted)
                (_, _) = (Add(), field.Clear());
            else
                field.Append(line[i]);
        }
        Add();
        return fields;

        bool Add()
        {
            fields.Add(field.ToString());
            return true;
        }
    }

    // A list of dashes, or what stands below a key such as names.
    private static string[]? Yaml(List<string> lines)
    {
        var key = lines.FindIndex(l => KeyAlone.Match(l) is { Success: true } m && Lists.Contains(m.Groups[1].Value.ToLowerInvariant()));
        if (key >= 0)
        {
            var rest = KeyAlone.Match(lines[key]).Groups[2].Value.Trim();
            if (rest is ['[', .., ']'])
                return [.. Fields(rest[1..^1], ',').Select(Unquoted)];
            if (rest.Length > 0)
                return null;
            lines = [.. lines.Skip(key + 1).TakeWhile(l => l.Length == 0 || char.IsWhiteSpace(l[0]) || l[0] == '-').Select(l => l.Trim())];
            while (lines is [.., { Length: 0 }])
                lines.RemoveAt(lines.Count - 1);
            if (Numbered(lines) is { } map)
                return map;
        }
        var items = lines.Where(l => l.Length > 0 && l != "---").ToArray();
        return items.Length > 0 && items.All(l => l.StartsWith("- ", StringComparison.Ordinal))
            ? [.. items.Select(l => Unquoted(l[2..]))]
            : null;
    }

    private static string[]? Json(string text)
    {
        JsonElement root;
        try
        {
            var lenient = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            using var document = JsonDocument.Parse(text, lenient);
            root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            // A name may begin with a bracket.
            return text.Contains('\n', StringComparison.Ordinal) && text[0] == '[' && !text.Contains('"', StringComparison.Ordinal) ? null
                : throw new FormatException($"its JSON cannot be read: {e.Message}", e);
        }
        if (root.ValueKind == JsonValueKind.Object)
        {
            foreach (var list in Lists)
            {
                if (root.TryGetProperty(list, out var inner) && inner.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
                    root = inner;
            }
        }
        if (root.ValueKind == JsonValueKind.Array)
            return [.. root.EnumerateArray().Select(NameOf)];
        (string Key, JsonElement Value)[] pairs = [.. root.EnumerateObject().Select(p => (p.Name, p.Value))];
        return ByIndex(pairs.All(p => p.Value.ValueKind == JsonValueKind.Number)
            ? [.. pairs.Select(p => (p.Value.GetRawText(), p.Key))]
            : [.. pairs.Select(p => (p.Key, NameOf(p.Value)))]) ?? throw new FormatException("the keys of its JSON are no numbers from 0 on");
    }

    // A name, an object that has one, or Keras' pair of WordNet's number and a name.
    private static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Null => "",
        JsonValueKind.Array when value.GetArrayLength() > 0 => NameOf(value[value.GetArrayLength() - 1]),
        JsonValueKind.Object when NameColumns.FirstOrDefault(c => value.TryGetProperty(c, out _)) is { } column => NameOf(value.GetProperty(column)),
        _ => throw new FormatException(
            $"its JSON holds {value.GetRawText()[..Math.Min(40, value.GetRawText().Length)]} where a class name should be"),
    };

    // Null where the numbers are not 0 to n-1 or 1 to n, each once.
    private static string[]? ByIndex((string Index, string Name)[] entries)
    {
        var names = new string?[entries.Length];
        int[] numbers = [.. entries.Select(e => int.TryParse(e.Index.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1)];
        var first = numbers.DefaultIfEmpty(-1).Min();
        if (first is not (0 or 1) || numbers.Max() - first != numbers.Length - 1)
            return null;
        foreach (var (i, (_, name)) in entries.Index())
            names[numbers[i] - first] ??= name;
        return names.Contains(null) ? null : [.. names.Select(n => n!)];
    }

    private static string Unquoted(string text) => text.Trim() switch
    {
        ['"', .. var inner, '"'] => inner.Replace("\\\"", "\"", StringComparison.Ordinal),
        ['\'', .. var inner, '\''] => inner.Replace("''", "'", StringComparison.Ordinal),
        var plain => plain,
    };

    [GeneratedRegex(@"^\s*(\d+)(\s*[:=,;]\s+|\s*[:=,;]|[.)]\s+|\s+)(\S.*)$")]
    private static partial Regex NumberFirst { get; }

    [GeneratedRegex(@"^([A-Za-z_0-9]+)\s*:\s*(.*)$")]
    private static partial Regex KeyAlone { get; }
}
