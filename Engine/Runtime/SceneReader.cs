// Where a reader is in a scene file, so that every error names file, line, component and field.
using YamlDotNet.RepresentationModel;

namespace Engine;

/// <summary>One reading of one file; entities are created, named ones first, before any component is read.</summary>
internal sealed class SceneReader(string file, IReadOnlyDictionary<string, Entity> entities)
{
    private readonly Stack<string> path = new();

    /// <summary>Component, or Component.field, or Component.field[3].</summary>
    public string Place => string.Concat(path.Reverse().Select((part, i) => i == 0 || part[0] == '[' ? part : "." + part));

    public T In<T>(string part, Func<T> read)
    {
        path.Push(part);
        T value = read();
        path.Pop();
        return value;
    }

    public SceneException Error(YamlNode node, string what) => new(file, Math.Max(1, node.Start.Line), what);

    public Entity Find(YamlNode node, string name) => entities.TryGetValue(name, out Entity entity)
        ? entity
        : throw Error(node, $"{Place} names the entity '{name}', which the scene does not have{Spelling.Hint(name, [.. entities.Keys])}");
}
