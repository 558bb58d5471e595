// Scenes as YAML: a name, and entities with named components.
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Engine;

/// <summary>One entity of a file: Key is its name, or #n where it has none.</summary>
internal sealed record SceneEntry(string Key, string? Name, Entity Entity, Dictionary<SceneComponent, object> Values);

/// <summary>Reads and writes the text; the entities it creates are empty until a Scene takes the values.</summary>
internal static class SceneFile
{
    /// <summary>
    /// Reads a file. Entities whose key is in <paramref name="existing"/> are taken from there, others are created; where an error is thrown those
    /// are destroyed again. <paramref name="overrides"/> (<c>field</c> or <c>Component.field</c>, value) count as written in every component that has
    /// such a field.
    /// </summary>
    public static (string Name, List<SceneEntry> Entries) Read(
        string path, World world, IReadOnlyDictionary<string, SceneComponent> components, IReadOnlyDictionary<string, Entity> existing,
        IReadOnlyDictionary<string, string> overrides)
    {
        var root = Parse(path);
        Override(path, root, components, overrides);
        var reader = new SceneReader(path, new Dictionary<string, Entity>());
        var name = Path.GetFileNameWithoutExtension(path);
        YamlSequenceNode? list = null;
        foreach (var (key, value) in root)
        {
            var word = Word(key);
            if (word == "name")
            {
                name = value is YamlScalarNode { Value.Length: > 0 } scalar
                    ? scalar.Value
                    : throw reader.Error(value, "The scene's name wants a text.");
            }
            else if (word == "entities")
            {
                list = value as YamlSequenceNode ?? throw reader.Error(value, "entities wants a list: lines that begin with '- name: …'.");
            }
            else
            {
                throw reader.Error(key, $"A scene has no '{word}'{Spelling.Hint(word, ["name", "entities"])}");
            }
        }
        if (list is null)
            throw reader.Error(root, "The scene has no entities: write 'entities:' and a list below it.");

        var entries = new List<(SceneEntry Entry, YamlMappingNode Node)>();
        var named = new Dictionary<string, Entity>();
        try
        {
            foreach (var node in list)
            {
                if (node is not YamlMappingNode mapping)
                    throw reader.Error(node, "An entity wants its name and components, as in '- name: camera'.");
                var entityName = NameOf(mapping, reader);
                var key = entityName ?? $"#{entries.Count}";
                var entity = existing.TryGetValue(key, out var known) && world.IsAlive(known) ? known : world.Create();
                entries.Add((new SceneEntry(key, entityName, entity, []), mapping));
                if (entityName is not null && !named.TryAdd(entityName, entity))
                    throw reader.Error(mapping, $"A second entity is named '{entityName}': names are unique in a scene.");
            }
            reader = new SceneReader(path, named);
            foreach (var (entry, node) in entries)
                ReadComponents(entry, node, components, reader);
        }
        catch
        {
            foreach ((var entry, _) in entries)
            {
                if (!existing.Values.Contains(entry.Entity) && world.IsAlive(entry.Entity))
                    world.Destroy(entry.Entity);
            }
            throw;
        }
        return (name, [.. entries.Select(e => e.Entry)]);
    }

    /// <summary>Writes to a temporary file beside <paramref name="path"/> and renames it: the file is whole or as before.</summary>
    public static void Write(
        string path, string name, World world, IEnumerable<SceneEntry> entries, IReadOnlyDictionary<string, SceneComponent> components,
        Func<Entity, string> nameOf)
    {
        var list = new YamlSequenceNode();
        foreach (var entry in entries)
        {
            var node = new YamlMappingNode();
            if (entry.Name is not null)
                node.Add("name", entry.Name);
            foreach (var component in components.Values)
            {
                if (world.Has(entry.Entity, component.Type))
                    node.Add(component.Name, component.Write(world.Get(entry.Entity, component.Type)!, nameOf));
            }
            if (node.Children.Count == 0)
                node.Style = MappingStyle.Flow;
            list.Add(node);
        }
        AtomicFile.Write(path, file =>
        {
            using var text = new StreamWriter(file, leaveOpen: true);
            var emitter = new Emitter(text,
                new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024).WithIndentedSequences());
            emitter.Emit(new StreamStart());
            emitter.Emit(new DocumentStart(null, null, isImplicit: true));
            Emit(emitter, new YamlMappingNode { { "name", name }, { "entities", list } });
            emitter.Emit(new DocumentEnd(isImplicit: true));
            emitter.Emit(new StreamEnd());
        });
    }

    private static YamlMappingNode Parse(string path)
    {
        if (!File.Exists(path))
        {
            var isFolder = Directory.Exists(path);
            var folder = isFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
            string[] scenes = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.yaml").Select(f => Path.GetFileName(f))] : [];
            if (isFolder)
            {
                throw new FileNotFoundException(
                    $"{path} is a folder; name a scene file{(scenes.Length > 0 ? $", such as {Path.Combine(path, scenes[0])}" : "")}", path);
            }
            throw new FileNotFoundException($"There is no scene file {path}{Spelling.Hint(Path.GetFileName(path), scenes)}", path);
        }
        using var text = File.OpenText(path);
        var parser = new Parser(text);
        try
        {
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
            throw new SceneException(path, Math.Max(1, parser.Current?.End.Line ?? 1),
                "This is not valid YAML: a bracket or a quote is not closed, or a value is missing.", error);
        }
    }

    private static void Override(
        string path, YamlMappingNode root, IReadOnlyDictionary<string, SceneComponent> components, IReadOnlyDictionary<string, string> overrides)
    {
        foreach (var (place, value) in overrides)
        {
            var field = place[(place.IndexOf('.') + 1)..].TrimEnd('?');
            var only = place.Contains('.') ? place[..place.IndexOf('.')] : null;
            var taken = false;
            foreach (var entity in root.AllNodes.OfType<YamlMappingNode>().Where(n => n != root).ToArray())
            {
                foreach (var (key, node) in entity.Children.ToArray())
                {
                    if (!components.TryGetValue(Word(key), out var component) || !component.Has(field)
                        || (only ?? component.Name) != component.Name)
                    {
                        continue;
                    }
                    var mapping = node as YamlMappingNode ?? [];
                    mapping.Children[new YamlScalarNode(field)] = Value(value);
                    entity.Children[key] = mapping;
                    taken = true;
                }
            }
            if (!taken && !place.EndsWith('?'))
                throw new SceneException(path, 1, $"Nothing in this scene has a field '{place}', so it cannot be set to '{value}'.");
        }
    }

    // As in a file where it is a list ([1, 2]); any other text is taken letter by letter.
    private static YamlNode Value(string text)
    {
        if (!text.StartsWith('[') || !text.EndsWith(']'))
            return new YamlScalarNode(text);
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
            return yaml.Documents[0].RootNode;
        }
        catch (YamlException)
        {
            return new YamlScalarNode(text);
        }
    }

    private static string? NameOf(YamlMappingNode entity, SceneReader reader)
    {
        foreach (var (key, value) in entity)
        {
            if (Word(key) == "name")
            {
                return value is YamlScalarNode { Value.Length: > 0 } scalar
                    ? scalar.Value
                    : throw reader.Error(value, "An entity's name wants a text.");
            }
        }
        return null;
    }

    private static void ReadComponents(
        SceneEntry entry, YamlMappingNode node, IReadOnlyDictionary<string, SceneComponent> components, SceneReader reader)
    {
        foreach (var (key, value) in node)
        {
            var word = Word(key);
            if (word == "name")
                continue;
            if (!components.TryGetValue(word, out var component))
                throw reader.Error(key, $"Entity '{entry.Key}' has an unknown component '{word}'{Spelling.Hint(word, [.. components.Keys])}");
            entry.Values.Add(component, reader.In(word, key, () => component.Read(value, reader)));
        }
    }

    private static void Emit(Emitter emitter, YamlNode node)
    {
        switch (node)
        {
            case YamlScalarNode scalar:
                emitter.Emit(new Scalar(scalar.Value ?? ""));
                break;
            case YamlSequenceNode sequence:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, sequence.Style));
                foreach (var child in sequence)
                    Emit(emitter, child);
                emitter.Emit(new SequenceEnd());
                break;
            case YamlMappingNode mapping:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, mapping.Style));
                foreach (var (key, value) in mapping)
                {
                    Emit(emitter, key);
                    Emit(emitter, value);
                }
                emitter.Emit(new MappingEnd());
                break;
        }
    }

    private static string Word(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";
}
