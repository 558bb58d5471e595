// A description matched with one world's archetypes, live, and the ways to walk over what it finds.
using Arch.Core.Utils;

namespace Arch.Core;

/// <summary>Yields chunks by reference: archetypes, their chunks and the entities in them all come last first.</summary>
public sealed class Query
{
    private readonly World world;
    private readonly BitSet all, any, none, exclusive;
    private readonly bool isExclusive;
    private Archetype[] found = new Archetype[4];
    private int foundCount;
    private int seen;

    internal Query(World world, QueryDescription description)
    {
        this.world = world;
        (all, any, none, exclusive) = (description.All, description.Any, description.None, description.Exclusive);
        isExclusive = description.Exclusive.Count != 0;
    }

    /// <summary>Whether an archetype with these components is found.</summary>
    public bool Matches(BitSet bitset) => isExclusive ? exclusive.Exclusive(bitset) : all.All(bitset) && any.Any(bitset) && none.None(bitset);

    public QueryChunkEnumerator GetEnumerator()
    {
        Refresh();
        return new QueryChunkEnumerator(world, found, foundCount);
    }

    public QueryChunkIterator GetChunkIterator() => new(this);

    public QueryArchetypeIterator GetArchetypeIterator() => new(this);

    internal ReadOnlySpan<Archetype> Matching()
    {
        Refresh();
        return new(found, 0, foundCount);
    }

    private void Refresh()
    {
        for (; seen < world.Archetypes.Count; seen++)
        {
            var archetype = world.Archetypes[seen];
            if (!Matches(archetype.BitSet))
                continue;
            if (foundCount == found.Length)
                Array.Resize(ref found, found.Length * 2);
            found[foundCount++] = archetype;
        }
    }
}

/// <summary>Chunks of a query, for foreach.</summary>
public readonly ref struct QueryChunkIterator(Query query)
{
    public QueryChunkEnumerator GetEnumerator() => query.GetEnumerator();
}

/// <summary>Archetypes with entities of a query, for foreach.</summary>
public readonly ref struct QueryArchetypeIterator(Query query)
{
    public QueryArchetypeEnumerator GetEnumerator() => new(query.Matching());
}

/// <summary>Walks over archetypes that hold entities, last first.</summary>
public ref struct QueryArchetypeEnumerator(ReadOnlySpan<Archetype> archetypes)
{
    private readonly ReadOnlySpan<Archetype> archetypes = archetypes;
    private int index = archetypes.Length;

    public readonly Archetype Current => archetypes[index];

    public bool MoveNext()
    {
        while (--index >= 0)
        {
            if (archetypes[index].EntityCount > 0)
                return true;
        }
        return false;
    }
}

/// <summary>Walks over chunks, last first. The world refuses structural changes until it is disposed, which foreach does.</summary>
public ref struct QueryChunkEnumerator
{
    private readonly Archetype[] archetypes;
    private World? world;
    private int archetype;
    private Chunk[] chunks;
    private int chunk;

    internal QueryChunkEnumerator(World world, Archetype[] archetypes, int count)
    {
        this.archetypes = archetypes;
        this.world = world;
        archetype = count;
        chunks = [];
        chunk = 0;
        world.BeginQuery();
    }

    public readonly ref Chunk Current => ref chunks[chunk];

    public bool MoveNext()
    {
        if (--chunk >= 0)
            return true;
        while (--archetype >= 0)
        {
            if (archetypes[archetype].EntityCount == 0)
                continue;
            chunks = archetypes[archetype].Chunks;
            chunk = archetypes[archetype].ChunkCount - 1;
            return true;
        }
        return false;
    }

    public void Dispose()
    {
        world?.EndQuery();
        world = null;
    }
}
