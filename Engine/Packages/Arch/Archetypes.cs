// A world's archetypes, in the order in which they came to be.
namespace Arch.Core;

/// <summary>A list of archetypes that only grows.</summary>
public sealed class Archetypes
{
    private Archetype[] items;

    internal Archetypes(int capacity) => items = new Archetype[Math.Max(1, capacity)];

    public int Count { get; private set; }

    public Archetype this[int index] => (uint)index < (uint)Count
        ? items[index]
        : throw new ArgumentOutOfRangeException(nameof(index), $"Archetype {index} is outside the world's {Count}.");

    public Span<Archetype> AsSpan() => new(items, 0, Count);

    internal void Add(Archetype archetype)
    {
        if (Count == items.Length)
            Array.Resize(ref items, items.Length * 2);
        items[Count++] = archetype;
    }
}
