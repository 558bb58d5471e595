// The text of a recipe as values: words, lists and fields, each knowing its line.
using System.Diagnostics.CodeAnalysis;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CnnCompute;

/// <summary>
/// A value of a recipe's YAML: a word, a list, or fields. Read event by event: files are at most 64 KiB long and 16 deep, and aliases are refused, so
/// nothing that is written in one takes the stack or the memory.
/// </summary>
public sealed class RecipeNode
{
    private const int MostBytes = 64 << 10, MostDepth = 16;

    // Fields of a recipe are objects; lists of them are given whole.
    private const int ObjectDepth = 1;

    private RecipeNode(string source, long line) => (Source, Line) = (source, line);

    /// <summary>The file, or the option, that it was written in.</summary>
    public string Source { get; }

    /// <summary>The line, from 1.</summary>
    public long Line { get; }

    /// <summary>The word; null where it is none.</summary>
    public string? Text { get; private init; }

    /// <summary>The list; null where it is none.</summary>
    public IReadOnlyList<RecipeNode>? Items { get; private init; }

    /// <summary>The fields in their order; null where it has none.</summary>
    public IReadOnlyDictionary<string, RecipeNode>? Fields { get; private init; }

    /// <summary>Whether nothing is said: an empty word, <c>~</c> or <c>null</c>.</summary>
    public bool IsEmpty => Text is "" or "~" or "null";

    /// <summary>The error that something is wrong here.</summary>
    public InvalidDataException Wrong(string what, Exception? cause = null) =>
        new(Line > 0 ? $"{Source}, line {Line}: {what}" : $"{Source}: {what}", cause);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no YAML, too long, too deep, or has aliases.</exception>
    public static RecipeNode Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such recipe", path);
        var text = new char[MostBytes + 1];
        using var file = File.OpenText(path);
        var length = file.ReadBlock(text);
        return length <= MostBytes
            ? Parse(new string(text, 0, length), path)
            : throw new InvalidDataException($"{path}: no recipe is longer than {MostBytes >> 10} KiB");
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="source">What errors name it by.</param>
    /// <param name="hasLines">False for a text of one line, whose line errors do not name.</param>
    /// <exception cref="InvalidDataException">It is no YAML, too deep, or has aliases.</exception>
    public static RecipeNode Parse(string text, string source, bool hasLines = true)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.TryConsume<StreamEnd>(out _))
                return new RecipeNode(source, hasLines ? 1 : 0) { Text = "" };
            parser.Consume<DocumentStart>();
            var root = Read(parser, source, hasLines, 0);
            parser.Consume<DocumentEnd>();
            return parser.TryConsume<StreamEnd>(out _) ? root : throw root.Wrong("a recipe is one YAML document; here begins another");
        }
        catch (YamlException error)
        {
            var line = hasLines ? $", line {Math.Max(1, error.End.Line)}" : "";
            throw new InvalidDataException($"{source}{line}: this is not valid YAML: {error.InnerException?.Message ?? error.Message}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            // What YamlDotNet's scanner throws, without a place, where it loses its way.
            throw new InvalidDataException($"{source}: this is not valid YAML: a bracket or a quote is not closed, or a value is missing", error);
        }
    }

    /// <summary>A copy in which the value at <paramref name="path"/>, as in <c>optimizer.sgd.momentum</c>, is another one.</summary>
    /// <exception cref="InvalidDataException">The path leads through a list or a word.</exception>
    public RecipeNode With(ReadOnlySpan<string> path, RecipeNode value) => With(path, value, 0);

    /// <summary>The same where this is an object itself: the path begins with its name.</summary>
    internal RecipeNode WithField(ReadOnlySpan<string> path, RecipeNode value) => With(path, value, ObjectDepth + 1);

    private RecipeNode With(ReadOnlySpan<string> path, RecipeNode value, int depth)
    {
        if (path.IsEmpty)
            return value;
        if (Items is not null)
            throw value.Wrong($"\"{path[0]}\" is no part of a list; give the whole list");
        // A name alone, such as sgd, is one with fields still to come.
        var old = Fields ?? (IsEmpty ? [] : new Dictionary<string, RecipeNode> { [Text!] = new(Source, Line) { Text = "" } });
        var fields = new OrderedDictionary<string, RecipeNode>();
        foreach (var (name, field) in old)
            fields.Add(name, field);
        // Of an object, optimizer.momentum means the field of whichever optimiser there is.
        var isObject = depth == ObjectDepth && fields.Count == 1 && !fields.ContainsKey(path[0]);
        if (isObject)
            fields.SetAt(0, fields.GetAt(0).Value.With(path, value, depth + 1));
        else
            fields[path[0]] = (fields.GetValueOrDefault(path[0]) ?? new(value.Source, value.Line) { Text = "" }).With(path[1..], value, depth + 1);
        return new RecipeNode(Source, Line) { Fields = fields };
    }

    /// <summary>The value in one line, as YAML reads it.</summary>
    public override string ToString() => Items is not null ? $"[{string.Join(", ", Items)}]"
        : Fields is not null ? $"{{{string.Join(", ", Fields.Select(f => $"{Word(f.Key)}: {f.Value}"))}}}"
        : Word(Text!);

    /// <summary>A word as YAML reads it: in quotes where it would be something else without.</summary>
    public static string Word(string text)
    {
        var plain = text.Length > 0 && text.Trim() == text && !"!&*-?|>@`\"'%#,[]{}:~".Contains(text[0])
            && text.AsSpan().IndexOfAny("\"'#[]{},\n\r\t") < 0 && !text.Contains(": ", StringComparison.Ordinal) && text[^1] != ':';
        // Numbers below 0 begin with a dash, which is plain before a digit.
        if (plain || (text is ['-', >= '0' and <= '9', ..] && text.All(c => char.IsAsciiLetterOrDigit(c) || "+-._".Contains(c))))
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => c.ToString() });
        return quoted.Append('"').ToString();
    }

    private static RecipeNode Read(Parser parser, string source, bool hasLines, int depth)
    {
        var line = hasLines ? Math.Max(1, parser.Current?.Start.Line ?? 1) : 0;
        if (depth > MostDepth)
            throw new RecipeNode(source, line).Wrong($"values lie more than {MostDepth} deep in each other");
        if (parser.TryConsume<AnchorAlias>(out _))
            throw new RecipeNode(source, line).Wrong("aliases (*name) are no part of recipes; write the value again");
        if (parser.TryConsume<Scalar>(out var word))
            return new RecipeNode(source, line) { Text = word.Value };
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<RecipeNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Read(parser, source, hasLines, depth + 1));
            return new RecipeNode(source, line) { Items = items };
        }
        parser.Consume<MappingStart>();
        var fields = new OrderedDictionary<string, RecipeNode>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Read(parser, source, hasLines, depth + 1);
            if (key.Text is not { } name)
                throw key.Wrong("a field's name is a word");
            if (!fields.TryAdd(name, Read(parser, source, hasLines, depth + 1)))
                throw key.Wrong($"\"{name}\" stands there twice");
        }
        return new RecipeNode(source, line) { Fields = fields };
    }

    /// <summary>The name and the fields of an object: a word, or one field whose value are the fields.</summary>
    internal bool TryObject([NotNullWhen(true)] out string? name, [NotNullWhen(true)] out RecipeNode? fields)
    {
        (name, fields) = Text is { Length: > 0 } word ? (word, new RecipeNode(Source, Line) { Text = "" })
            : Fields is { Count: 1 } only ? (only.First().Key, only.First().Value)
            : ((string?)null, null);
        return name is not null;
    }
}
