// All entities with exactly one set of components, packed into chunks: every chunk but the last is full.
using Arch.Core.Utils;

namespace Arch.Core;

/// <summary>One set of components and its chunks.</summary>
public sealed class Archetype
{
    private readonly int[] indexById;
    private Chunk[] chunks;
    private Archetype?[] withAdded = [];
    private Archetype?[] withRemoved = [];

    internal Archetype(Signature signature, int baseChunkSize, int minimumEntities, int chunkCapacity)
    {
        signature.ThrowIfRepeating();
        Signature = signature;
        BitSet = signature;
        int highest = -1, entityBytes = System.Runtime.CompilerServices.Unsafe.SizeOf<Entity>();
        foreach (var type in signature.Components)
        {
            highest = Math.Max(highest, type.Id);
            entityBytes += type.ByteSize;
        }
        indexById = new int[highest + 1];
        Array.Fill(indexById, -1);
        for (var i = 0; i < signature.Count; i++)
            indexById[signature.Components[i].Id] = i;

        // A chunk is as many whole base sizes as its minimum number of entities needs.
        var units = Math.Max(1, ((long)entityBytes * minimumEntities + baseChunkSize - 1) / baseChunkSize);
        ChunkSize = checked((int)(units * baseChunkSize));
        EntitiesPerChunk = Math.Max(1, ChunkSize / entityBytes);
        chunks = new Chunk[Math.Max(1, chunkCapacity)];
        AllocatedChunks = 0;
    }

    public Signature Signature { get; }

    public BitSet BitSet { get; }

    /// <summary>Bytes one chunk takes.</summary>
    public int ChunkSize { get; }

    public int EntitiesPerChunk { get; }

    public int EntityCount { get; private set; }

    /// <summary>Entities that fit without allocating.</summary>
    public int EntityCapacity => AllocatedChunks * EntitiesPerChunk;

    /// <summary>Chunks that hold entities.</summary>
    public int ChunkCount => (EntityCount + EntitiesPerChunk - 1) / EntitiesPerChunk;

    /// <summary>Chunks that exist, used or not.</summary>
    public int ChunkCapacity => AllocatedChunks;

    internal int AllocatedChunks { get; private set; }

    public bool Has<T>() => Has(Component<T>.ComponentType);

    public bool Has(ComponentType type) => BitSet.IsSet(type.Id);

    public ref Chunk GetChunk(int index)
    {
        if ((uint)index >= (uint)AllocatedChunks)
            throw new ArgumentOutOfRangeException(nameof(index), $"Chunk {index} is outside the archetype's {AllocatedChunks}.");
        return ref chunks[index];
    }

    public override string ToString() => $"Archetype ({Signature}), {EntityCount} entities in {ChunkCount} chunks of {EntitiesPerChunk}";

    internal Chunk[] Chunks => chunks;

    internal Slot Append(Entity entity)
    {
        var slot = new Slot(EntityCount % EntitiesPerChunk, EntityCount / EntitiesPerChunk);
        EnsureCapacity(EntityCount + 1);
        ref var chunk = ref chunks[slot.ChunkIndex];
        chunk.Entities[slot.Index] = entity;
        chunk.Count = slot.Index + 1;
        EntityCount++;
        return slot;
    }

    /// <summary>
    /// Fills the hole with the archetype's last entity and returns that one, or Entity.Null where the hole was last. Vacated values are cleared.
    /// </summary>
    internal Entity RemoveAt(Slot slot)
    {
        var lastIndex = EntityCount - 1;
        var last = new Slot(lastIndex % EntitiesPerChunk, lastIndex / EntitiesPerChunk);
        ref var to = ref chunks[slot.ChunkIndex];
        ref var from = ref chunks[last.ChunkIndex];
        var moved = Entity.Null;
        var isLast = slot == last;
        if (!isLast)
        {
            moved = from.Entities[last.Index];
            to.Entities[slot.Index] = moved;
        }
        for (var i = 0; i < from.Components.Length; i++)
        {
            if (!isLast)
                Array.Copy(from.Components[i], last.Index, to.Components[i], slot.Index, 1);
            Array.Clear(from.Components[i], last.Index, 1);
        }
        from.Entities[last.Index] = Entity.Null;
        from.Count = last.Index;
        EntityCount--;
        return moved;
    }

    internal void CopyTo(Slot slot, Archetype target, Slot targetSlot)
    {
        ref var from = ref chunks[slot.ChunkIndex];
        ref var to = ref target.chunks[targetSlot.ChunkIndex];
        ReadOnlySpan<ComponentType> types = Signature.Components;
        for (var i = 0; i < types.Length; i++)
        {
            var index = to.IndexOf(types[i].Id);
            if (index >= 0)
                Array.Copy(from.Components[i], slot.Index, to.Components[index], targetSlot.Index, 1);
        }
    }

    internal void EnsureCapacity(int entities)
    {
        var needed = (entities + EntitiesPerChunk - 1) / EntitiesPerChunk;
        if (needed > chunks.Length)
            Array.Resize(ref chunks, Math.Max(needed, chunks.Length * 2));
        while (AllocatedChunks < needed)
            chunks[AllocatedChunks++] = new Chunk(EntitiesPerChunk, Signature, indexById);
    }

    internal void TrimExcess()
    {
        AllocatedChunks = Math.Min(AllocatedChunks, ChunkCount);
        Array.Resize(ref chunks, Math.Max(1, AllocatedChunks));
    }

    internal Archetype? Neighbour(ComponentType type, bool added)
    {
        var edges = added ? withAdded : withRemoved;
        return type.Id < edges.Length ? edges[type.Id] : null;
    }

    internal void SetNeighbour(ComponentType type, bool added, Archetype target)
    {
        ref var edges = ref added ? ref withAdded : ref withRemoved;
        if (type.Id >= edges.Length)
            Array.Resize(ref edges, type.Id + 1);
        edges[type.Id] = target;
    }
}
