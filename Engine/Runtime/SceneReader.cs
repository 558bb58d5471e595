// Where a reader is in a scene file, so that every error names file, line, component and field.
using YamlDotNet.RepresentationModel;

namespace Engine;

/// <summary>One reading of one file; entities are created, named ones first, before any component is read.</summary>
/// <param name="file">For messages.</param>
/// <param name="entities">Those that can be named.</param>
/// <param name="given">Nodes that are not from the file, and how their user typed them.</param>
internal sealed class SceneReader(string file, IReadOnlyDictionary<string, Entity> entities, IReadOnlyDictionary<YamlNode, string> given)
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
        if (given.TryGetValue(node, out var typed))
            return new SceneException(typed, what);
        var isEmpty = node is YamlScalarNode { Value: null or "" } && path.Count > 0;
        return new SceneException(file, Math.Max(1, isEmpty ? path.Peek().Line : node.Start.Line), what);
    }

    public Entity Find(YamlNode node, string name) => entities.TryGetValue(name, out var entity)
        ? entity
        : throw Error(node, $"{Place} names the entity '{name}', which the scene does not have{Spelling.Hint(name, [.. entities.Keys])}");
}
