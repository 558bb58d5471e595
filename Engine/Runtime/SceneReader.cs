// Where a reader is in a scene file, so that every error names file, line, component and field.
using YamlDotNet.RepresentationModel;

namespace Engine;

/// <summary>One reading of one file; entities are created, named ones first, before any component is read.</summary>
internal sealed class SceneReader(string file, IReadOnlyDictionary<string, Entity> entities)
{
    private readonly Stack<(string Part, long Line)> path = new();

    /// <summary>Component, or Component.field, or Component.field[3].</summary>
    public string Place => string.Concat(path.Reverse().Select((step, i) => i == 0 || step.Part[0] == '[' ? step.Part : "." + step.Part));

    /// <summary>Reads one step further down: part is what key, or a list's item, stands for.</summary>
    public T In<T>(string part, YamlNode key, Func<T> read)
    {
        path.Push((part, key.Start.Line));
        var value = read();
        path.Pop();
        return value;
    }

    /// <summary>An error at a node; a value that is empty lies wherever the parser noticed, so its key's line is named.</summary>
    public SceneException Error(YamlNode node, string what)
    {
        var isEmpty = node is YamlScalarNode { Value: null or "" } && path.Count > 0;
        return new SceneException(file, Math.Max(1, isEmpty ? path.Peek().Line : node.Start.Line), what);
    }

    public Entity Find(YamlNode node, string name) => entities.TryGetValue(name, out var entity)
        ? entity
        : throw Error(node, $"{Place} names the entity '{name}', which the scene does not have{Spelling.Hint(name, [.. entities.Keys])}");
}
