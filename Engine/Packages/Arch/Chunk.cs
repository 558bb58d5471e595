// A block of entities of one archetype: one array of entities, one array per component.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Arch.Core;

/// <summary>Entities 0..Count-1 and their components, in parallel arrays of length Capacity.</summary>
public partial struct Chunk
{
    private readonly int[] indexById;

    internal Chunk(int capacity, Signature signature, int[] indexById)
    {
        this.indexById = indexById;
        Capacity = capacity;
        Entities = new Entity[capacity];
        ReadOnlySpan<ComponentType> types = signature.Components;
        Components = new Array[types.Length];
        for (var i = 0; i < types.Length; i++)
            Components[i] = Array.CreateInstance(types[i].Type, capacity);
    }

    public readonly Entity[] Entities { get; }

    public readonly Array[] Components { get; }

    public int Count { get; internal set; }

    public readonly int Capacity { get; }

    public readonly bool Has<T>() => IndexOf(Component<T>.ComponentType.Id) >= 0;

    public readonly bool Has(ComponentType type) => IndexOf(type.Id) >= 0;

    /// <summary>All Capacity elements: only the first Count belong to entities.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T[] GetArray<T>()
    {
        var index = IndexOf(Component<T>.ComponentType.Id);
        if (index < 0)
            Misuse.MissingInChunk(this, typeof(T));
        return Unsafe.As<T[]>(Components[index]);
    }

    public readonly Array GetArray(ComponentType type)
    {
        var index = IndexOf(type.Id);
        if (index < 0)
            Misuse.MissingInChunk(this, type.Type);
        return Components[index];
    }

    /// <summary>All Capacity elements, as in the package: bound loops by Count.</summary>
    public readonly Span<T> GetSpan<T>() => new(GetArray<T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref T GetFirst<T>() => ref MemoryMarshal.GetArrayDataReference(GetArray<T>());

    public readonly ref T Get<T>(int index)
    {
        CheckIndex(index);
        return ref GetArray<T>()[index];
    }

    public readonly object? Get(int index, ComponentType type)
    {
        CheckIndex(index);
        return GetArray(type).GetValue(index);
    }

    public readonly ref Entity Entity(int index)
    {
        CheckIndex(index);
        return ref Entities[index];
    }

    /// <summary>Indices Count-1 down to 0.</summary>
    public readonly EntityEnumerator GetEnumerator() => new(Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly int IndexOf(int componentId)
    {
        var lookup = indexById;
        return (uint)componentId < (uint)lookup.Length ? lookup[componentId] : -1;
    }

    private readonly void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), $"Index {index} is outside the chunk's {Count} entities.");
    }
}

/// <summary>Counts a chunk's indices down.</summary>
public struct EntityEnumerator
{
    private int index;

    internal EntityEnumerator(int count) => index = count;

    public readonly int Current => index;

    public bool MoveNext() => --index >= 0;
}
