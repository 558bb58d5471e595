// Counts what was made and not yet disposed, by kind and name, so that a leak can be named.
namespace Engine;

internal sealed class LiveObjects
{
    private readonly Dictionary<object, (string Kind, string Name)> objects = new(ReferenceEqualityComparer.Instance);
    private readonly Lock gate = new();

    public int Count
    {
        get
        {
            lock (gate)
                return objects.Count;
        }
    }

    public void Add(object what, string kind, string name)
    {
        lock (gate)
            objects.Add(what, (kind, name));
    }

    public void Remove(object what)
    {
        lock (gate)
            objects.Remove(what);
    }

    /// <summary>The objects themselves.</summary>
    public object[] All()
    {
        lock (gate)
            return [.. objects.Keys];
    }

    /// <summary>One line per kind and name.</summary>
    public string Describe()
    {
        lock (gate)
        {
            return string.Join('\n', objects.Values.GroupBy(o => o)
                .Select(g => g.Count() == 1 ? $"{g.Key.Kind} '{g.Key.Name}'" : $"{g.Key.Kind} '{g.Key.Name}' x{g.Count()}")
                .Order(StringComparer.Ordinal));
        }
    }
}
