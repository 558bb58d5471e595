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
    /// are destroyed again. <paramref name="overrides"/> count as written in every component that has
    /// such a field.
    /// </summary>
    public static (string Name, List<SceneEntry> Entries) Read(
        string path, World world, IReadOnlyDictionary<string, SceneComponent> components, IReadOnlyDictionary<string, Entity> existing,
        SceneOverrides overrides)
    {
        var root = SceneYaml.Read(path);
        var given = Override(path, root, components, overrides);
        var reader = new SceneReader(path, new Dictionary<string, Entity>(), given);
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
            reader = new SceneReader(path, named, given);
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

    // Returns what stands for what was given beside the file, as it was typed, so that errors about it name that and no line.
    private static Dictionary<YamlNode, string> Override(
        string path, YamlMappingNode root, IReadOnlyDictionary<string, SceneComponent> components, SceneOverrides overrides)
    {
        var given = new Dictionary<YamlNode, string>(ReferenceEqualityComparer.Instance);
        foreach (var (place, value) in overrides.Values)
        {
            // FIELD, Component.FIELD or ENTITY.Component.FIELD; an entity's name may have dots of its own.
            var parts = place.TrimEnd('?').Split('.');
            var (field, only) = (parts[^1], parts.Length > 1 ? parts[^2] : null);
            var name = parts.Length > 2 ? string.Join('.', parts[..^2]) : null;
            var taken = false;
            foreach (var entity in root.AllNodes.OfType<YamlMappingNode>().Where(n => n != root).ToArray())
            {
                if (name is null ? only is null && entity.Children.Keys.Any(key => Word(key) == nameof(Own)) : NameOf(entity) != name)
                    continue;
                foreach (var (key, node) in entity.Children.ToArray())
                {
                    if (!components.TryGetValue(Word(key), out var component) || !component.Has(field)
                        || (only ?? component.Name) != component.Name)
                    {
                        continue;
                    }
                    var mapping = node as YamlMappingNode ?? [];
                    var written = SceneYaml.Value(value);
                    foreach (var part in written.AllNodes)
                        given[part] = overrides.Typed(place, value);
                    mapping.Children[new YamlScalarNode(field)] = written;
                    entity.Children[key] = mapping;
                    taken = true;
                }
            }
            if (!taken && !place.EndsWith('?'))
                throw Untaken(path, root, components, overrides.Typed(place, value), only, field);
        }
        return given;
    }

    private static SceneException Untaken(
        string path, YamlMappingNode root, IReadOnlyDictionary<string, SceneComponent> components, string typed, string? only, string field)
    {
        var here = root.AllNodes.OfType<YamlMappingNode>().SelectMany(n => n.Children.Keys).Select(Word).Where(components.ContainsKey)
            .Distinct().ToList();
        var hint = only is not null && !here.Contains(only) ? $"no entity has a component '{only}'{Spelling.Hint(only, here)}"
            : only is not null ? $"{only} has no field '{field}'{Spelling.Hint(field, [.. components[only].Fields])}"
            : $"no component has a field '{field}'{Nearest(field, here.SelectMany(name => components[name].Fields))}";
        return new SceneException(typed, $"nothing in {path} can take it: {hint}");
    }

    // All fields of all components are too many to be listed.
    private static string Nearest(string word, IEnumerable<string> known) =>
        Spelling.Nearest(word, known.Distinct()) is { } nearest ? $"; did you mean '{nearest}'?" : ".";

    private static string? NameOf(YamlMappingNode entity) =>
        entity.Children.Where(c => Word(c.Key) == "name").Select(c => Word(c.Value)).FirstOrDefault();

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
