// Queries over a world, and changes applied to all they find.
namespace Arch.Core;

public partial class World
{
    /// <summary>The query of a description: made once, kept, and following the world as archetypes appear.</summary>
    public Query Query(in QueryDescription queryDescription)
    {
        if (disposed)
            Misuse.Disposed(Id);
        if (!queries.TryGetValue(queryDescription, out var query))
        {
            query = new Query(this, queryDescription);
            queries.Add(queryDescription, query);
        }
        return query;
    }

    public void Query(in QueryDescription queryDescription, ForEach forEntity)
    {
        foreach (ref var chunk in Query(in queryDescription))
        {
            foreach (var i in chunk)
                forEntity(chunk.Entities[i]);
        }
    }

    public void InlineQuery<T>(in QueryDescription queryDescription) where T : struct, IForEach
    {
        var forEach = new T();
        InlineQuery(in queryDescription, ref forEach);
    }

    public void InlineQuery<T>(in QueryDescription queryDescription, ref T iForEach) where T : struct, IForEach
    {
        foreach (ref var chunk in Query(in queryDescription))
        {
            foreach (var i in chunk)
                iForEach.Update(chunk.Entities[i]);
        }
    }

    public int CountEntities(in QueryDescription queryDescription)
    {
        var count = 0;
        foreach (var archetype in Query(in queryDescription).GetArchetypeIterator())
            count += archetype.EntityCount;
        return count;
    }

    /// <summary>Writes the found entities from <paramref name="start"/> on; throws where the span is too short.</summary>
    public void GetEntities(in QueryDescription queryDescription, Span<Entity> list, int start = 0)
    {
        foreach (ref var chunk in Query(in queryDescription))
        {
            foreach (var i in chunk)
                list[start++] = chunk.Entities[i];
        }
    }

    public void GetArchetypes(in QueryDescription queryDescription, Span<Archetype> archetypes, int start = 0)
    {
        foreach (var archetype in Query(in queryDescription).GetArchetypeIterator())
            archetypes[start++] = archetype;
    }

    public void GetChunks(in QueryDescription queryDescription, Span<Chunk> chunks, int start = 0)
    {
        foreach (ref var chunk in Query(in queryDescription))
            chunks[start++] = chunk;
    }

    public void Destroy(in QueryDescription queryDescription)
    {
        ChangeStructure("World.Destroy");
        foreach (var archetype in Found(in queryDescription))
            DestroyAll(archetype);
    }

    public void Set<T>(in QueryDescription queryDescription, in T? component = default)
    {
        foreach (ref var chunk in Query(in queryDescription))
            chunk.GetSpan<T>()[..chunk.Count].Fill(component!);
    }

    /// <summary>Adds to the found entities that have none yet.</summary>
    public void Add<T>(in QueryDescription queryDescription, in T? component = default)
    {
        ChangeStructure("World.Add");
        var value = component!;
        foreach (var archetype in Found(in queryDescription))
        {
            if (archetype.Has<T>())
                continue;
            while (archetype.EntityCount > 0)
                Add(Last(archetype), in value);
        }
    }

    /// <summary>Removes from the found entities that have one.</summary>
    public void Remove<T>(in QueryDescription queryDescription)
    {
        ChangeStructure("World.Remove");
        foreach (var archetype in Found(in queryDescription))
        {
            if (!archetype.Has<T>())
                continue;
            while (archetype.EntityCount > 0)
                Remove<T>(Last(archetype));
        }
    }

    // A copy: what is done to the entities may make archetypes which the same query would find.
    private Archetype[] Found(in QueryDescription queryDescription) => Query(in queryDescription).Matching().ToArray();
}
