// What a CommandBuffer has recorded for one component type.
using Arch.Core;

namespace Arch.Buffer;

internal abstract class Column(ComponentType type)
{
    public readonly ComponentType Type = type;
    public readonly OnceList Added = new();
    public readonly OnceList Removed = new();

    public abstract void ApplySets(World world, List<Entity> entities);

    public virtual void Clear()
    {
        Added.Clear();
        Removed.Clear();
    }
}

internal sealed class Column<T>(ComponentType type) : Column(type)
{
    private readonly List<(int Index, T Value)> sets = [];
    private readonly Dictionary<int, int> positionOf = [];

    public void Set(int index, in T value)
    {
        if (positionOf.TryGetValue(index, out var position))
        {
            sets[position] = (index, value);
        }
        else
        {
            positionOf.Add(index, sets.Count);
            sets.Add((index, value));
        }
    }

    public override void ApplySets(World world, List<Entity> entities)
    {
        foreach (var (index, value) in sets)
            world.Set(entities[index], in value);
    }

    public override void Clear()
    {
        base.Clear();
        sets.Clear();
        positionOf.Clear();
    }
}

/// <summary>Indices in the order of their first Add.</summary>
internal sealed class OnceList
{
    private readonly List<int> items = [];
    private readonly HashSet<int> known = [];

    public void Add(int index)
    {
        if (known.Add(index))
            items.Add(index);
    }

    public void Clear()
    {
        items.Clear();
        known.Clear();
    }

    public List<int>.Enumerator GetEnumerator() => items.GetEnumerator();
}
