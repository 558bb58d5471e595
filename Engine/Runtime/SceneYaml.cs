// The text of a scene file as YAML nodes, within limits: nothing that is written in it can take the stack, the memory or the time.
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Engine;

/// <summary>
/// Parses after counting: a file of brackets alone nests deeper than any stack, and one of aliases to aliases stands for more nodes than any memory
/// holds, although both are small.
/// </summary>
internal static class SceneYaml
{
    /// <summary>How deep values may lie in each other; a scene needs five or six.</summary>
    internal const int MostDepth = 32;

    /// <summary>How many values a scene may have, those that aliases repeat counted each time.</summary>
    internal const int MostNodes = 200_000;

    /// <summary>How long its text may be.</summary>
    internal const int MostBytes = 8 << 20;

    /// <summary>The mapping that a scene file is.</summary>
    /// <exception cref="SceneException">It is no YAML, is larger or nests deeper than a scene can, or repeats itself without end.</exception>
    public static YamlMappingNode Read(string path)
    {
        if (!File.Exists(path))
            throw Missing(path);
        var text = Text(path, new FileInfo(path).Length);
        Parser counted = new(new StringReader(text)), parser = new(new StringReader(text));
        try
        {
            Count(counted, (line, what) => new SceneException(path, line, what));
            var stream = new YamlStream();
            stream.Load(parser);
            if (stream.Documents.Count != 1)
                throw new SceneException(path, 1, $"A scene is one YAML document; this file has {stream.Documents.Count}.");
            return stream.Documents[0].RootNode as YamlMappingNode
                ?? throw new SceneException(path, 1, "A scene begins with 'name:' and 'entities:'.");
        }
        catch (YamlException error)
        {
            var reason = error.InnerException?.Message ?? error.Message;
            throw new SceneException(path, Math.Max(1, error.End.Line), $"This is not valid YAML: {reason}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            // What YamlDotNet's scanner throws, without a place, where it loses its way.
            throw new SceneException(path, Math.Max(1, (parser.Current ?? counted.Current)?.End.Line ?? 1),
                "This is not valid YAML: a bracket or a quote is not closed, or a value is missing.", error);
        }
    }

    /// <summary>A value as it is given on the command line: a list where it is written as one ([1, 2]), any other text letter by letter.</summary>
    /// <exception cref="ArgumentException">It nests deeper than a scene can.</exception>
    public static YamlNode Value(string text)
    {
        if (!text.StartsWith('[') || !text.EndsWith(']'))
            return new YamlScalarNode(text);
        try
        {
            Count(new Parser(new StringReader(text)), (_, what) => new ArgumentException(what));
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents[0].RootNode;
        }
        catch (YamlException)
        {
            return new YamlScalarNode(text);
        }
    }

    // What an editor's half-written file or a device gives is read no further than a scene can be long.
    private static string Text(string path, long bytes)
    {
        if (bytes <= MostBytes)
        {
            using var file = File.OpenText(path);
            var text = new char[Math.Max(4096, bytes + 1)];
            if (file.ReadBlock(text) is var length && length < text.Length)
                return new string(text, 0, length);
        }
        throw new SceneException(path, 1, $"This is no scene: it is longer than {MostBytes >> 20} MB, or has no end.");
    }

    private static FileNotFoundException Missing(string path)
    {
        var isFolder = Directory.Exists(path);
        var folder = isFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] scenes = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.yaml").Select(f => Path.GetFileName(f))] : [];
        if (isFolder)
        {
            return new FileNotFoundException(
                $"{path} is a folder; name a scene file{(scenes.Length > 0 ? $", such as {Path.Combine(path, scenes[0])}" : "")}", path);
        }
        return new FileNotFoundException($"There is no scene file {path}{Spelling.Hint(Path.GetFileName(path), scenes)}", path);
    }

    // Walks the events, which the parser gives one by one without a stack of its own, and sums up what each anchor stands for.
    private static void Count(Parser parser, Func<long, string, Exception> wrong)
    {
        var anchors = new Dictionary<string, Extent?>();
        var open = new Stack<(string? Anchor, Extent Extent)>();
        open.Push((null, new Extent(0, 0)));
        while (parser.MoveNext())
        {
            var line = Math.Max(1, parser.Current!.Start.Line);
            switch (parser.Current)
            {
                case AnchorAlias alias:
                    // An alias to nothing is told by who loads the nodes.
                    if (!anchors.TryGetValue(alias.Value.Value, out var known))
                        break;
                    Add(known ?? throw wrong(line, $"The alias *{alias.Value.Value} stands inside of what it names, so it would never end."), null,
                        line);
                    break;
                case MappingStart or SequenceStart:
                    var anchor = ((NodeEvent)parser.Current).Anchor;
                    if (!anchor.IsEmpty)
                        anchors[anchor.Value] = null;
                    open.Push((anchor.IsEmpty ? null : anchor.Value, new Extent(1, 0)));
                    if (open.Count - 1 > MostDepth)
                        throw TooDeep(line);
                    break;
                case MappingEnd or SequenceEnd:
                    var (name, extent) = open.Pop();
                    Add(extent with { Depth = extent.Depth + 1 }, name, line);
                    break;
                case Scalar scalar:
                    Add(new Extent(1, 0), scalar.Anchor.IsEmpty ? null : scalar.Anchor.Value, line);
                    break;
            }
        }

        void Add(Extent extent, string? anchor, long line)
        {
            if (anchor is not null)
                anchors[anchor] = extent;
            var (name, around) = open.Pop();
            if (open.Count + extent.Depth > MostDepth)
                throw TooDeep(line);
            var sum = new Extent(around.Nodes + extent.Nodes, Math.Max(around.Depth, extent.Depth));
            if (sum.Nodes > MostNodes)
                throw wrong(line, $"Aliases repeat so much here that the scene has more than {MostNodes} values.");
            open.Push((name, sum));
        }

        Exception TooDeep(long line) => wrong(line, $"Lists and mappings lie in each other deeper than {MostDepth} here; a scene needs a few.");
    }

    /// <summary>What a node stands for: values with all below it, and how deep they lie.</summary>
    private readonly record struct Extent(long Nodes, int Depth);
}
