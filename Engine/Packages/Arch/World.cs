// A world: its entities, their archetypes, and the life of both.
namespace Arch.Core;

/// <summary>
/// Entities and components. Made by <see cref="Create(int, int, int, int)"/>, ended by <see cref="Destroy(World)"/> or Dispose. Not for several
/// threads at once.
/// </summary>
public partial class World : IDisposable
{
    private static readonly Lock gate = new();
    private static readonly Queue<int> freeWorldIds = [];
    private static int nextWorldId;

    private readonly Dictionary<Signature, Archetype> archetypeBySignature = [];
    private readonly Dictionary<QueryDescription, Query> queries = [];
    private readonly Queue<(int Id, int Version)> recycled = [];
    private EntityData[] entities;
    private int nextEntityId;
    private int liveQueries;
    private bool disposed;

    private World(int id, int chunkSizeInBytes, int minimumAmountOfEntitiesPerChunk, int archetypeCapacity, int entityCapacity)
    {
        Id = id;
        BaseChunkSize = chunkSizeInBytes;
        BaseChunkEntityCount = minimumAmountOfEntitiesPerChunk;
        Archetypes = new Archetypes(archetypeCapacity);
        entities = new EntityData[Math.Max(1, entityCapacity)];
    }

    /// <summary>Worlds by id; null where one was destroyed.</summary>
    public static World[] Worlds { get; private set; } = new World[4];

    /// <summary>How many worlds live.</summary>
    public static int WorldSize { get; private set; }

    public int Id { get; }

    /// <summary>Live entities.</summary>
    public int Size { get; private set; }

    /// <summary>Entities for which there is room.</summary>
    public int Capacity => entities.Length;

    public Archetypes Archetypes { get; }

    public int BaseChunkSize { get; }

    public int BaseChunkEntityCount { get; }

    public static World Create(
        int chunkSizeInBytes = 16_384, int minimumAmountOfEntitiesPerChunk = 100, int archetypeCapacity = 2, int entityCapacity = 64)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSizeInBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumAmountOfEntitiesPerChunk, 1);
        lock (gate)
        {
            var id = freeWorldIds.TryDequeue(out var free) ? free : nextWorldId++;
            if (id >= Worlds.Length)
            {
                var grown = Worlds;
                Array.Resize(ref grown, grown.Length * 2);
                Worlds = grown;
            }
            var world = new World(id, chunkSizeInBytes, minimumAmountOfEntitiesPerChunk, archetypeCapacity, entityCapacity);
            Worlds[id] = world;
            WorldSize++;
            return world;
        }
    }

    public static void Destroy(World world) => world.Dispose();

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            if (liveQueries > 0)
                Misuse.StructuralChange("World.Destroy");
            disposed = true;
            Worlds[Id] = null!;
            freeWorldIds.Enqueue(Id);
            WorldSize--;
        }
        GC.SuppressFinalize(this);
    }

    public Entity Create(params ComponentType[] types) => Create(new Signature(types));

    public Entity Create(in Signature types)
    {
        ChangeStructure("World.Create");
        return CreateIn(ArchetypeOf(types), out _);
    }

    public void Create(Span<Entity> createdEntities, in Signature types, int amount)
    {
        ChangeStructure("World.Create");
        if (amount > createdEntities.Length)
            throw new ArgumentException($"The span holds {createdEntities.Length} entities, {amount} were asked for.", nameof(createdEntities));
        var archetype = ArchetypeOf(types);
        archetype.EnsureCapacity(archetype.EntityCount + amount);
        for (var i = 0; i < amount; i++)
            createdEntities[i] = CreateIn(archetype, out _);
    }

    public void Destroy(Entity entity)
    {
        ChangeStructure("World.Destroy");
        ref var data = ref DataOf(entity);
        RemoveFromArchetype(data.Archetype, data.Slot);
        Recycle(ref data, entity.Id);
    }

    /// <summary>Destroys all entities; handles to them are dead, archetypes and chunks remain.</summary>
    public void Clear()
    {
        ChangeStructure("World.Clear");
        foreach (var archetype in Archetypes.AsSpan())
            DestroyAll(archetype);
    }

    /// <summary>Gives chunks without entities back.</summary>
    public void TrimExcess()
    {
        ChangeStructure("World.TrimExcess");
        foreach (var archetype in Archetypes.AsSpan())
            archetype.TrimExcess();
    }

    public Archetype EnsureCapacity(in Signature types, int amount)
    {
        ChangeStructure("World.EnsureCapacity");
        var archetype = ArchetypeOf(types);
        archetype.EnsureCapacity(archetype.EntityCount + amount);
        if (Size + amount > entities.Length)
            Array.Resize(ref entities, Size + amount);
        return archetype;
    }

    public bool IsAlive(Entity entity) =>
        (uint)entity.Id < (uint)nextEntityId && entity.WorldId == Id && !disposed && entities[entity.Id] is { Archetype: not null } data
            && data.Version == entity.Version;

    /// <summary>The record of a live entity; where <paramref name="exists"/> is false the reference is null and must not be read.</summary>
    public ref EntityData IsAlive(Entity entity, out bool exists)
    {
        exists = IsAlive(entity);
        if (!exists)
            return ref System.Runtime.CompilerServices.Unsafe.NullRef<EntityData>();
        return ref entities[entity.Id];
    }

    public override string ToString() => $"World {Id}: {Size} entities in {Archetypes.Count} archetypes";

    internal static World Of(Entity entity)
    {
        var world = (uint)entity.WorldId < (uint)Worlds.Length ? Worlds[entity.WorldId] : null;
        return world ?? throw new InvalidOperationException($"{entity} belongs to no living world.");
    }

    internal void BeginQuery()
    {
        if (disposed)
            Misuse.Disposed(Id);
        liveQueries++;
    }

    internal void EndQuery() => liveQueries--;

    internal void ChangeStructure(string what)
    {
        if (disposed)
            Misuse.Disposed(Id);
        if (liveQueries > 0)
            Misuse.StructuralChange(what);
    }

    internal ref EntityData DataOf(Entity entity)
    {
        if (disposed)
            Misuse.Disposed(Id);
        if (!IsAlive(entity))
            Misuse.Dead(entity, Id);
        return ref entities[entity.Id];
    }

    internal Archetype ArchetypeOf(in Signature signature)
    {
        if (archetypeBySignature.TryGetValue(signature, out var known))
            return known;
        // The caller's array may change later: the archetype keeps a copy.
        var own = new Signature(signature.Components);
        var archetype = new Archetype(own, BaseChunkSize, BaseChunkEntityCount, 1);
        archetypeBySignature.Add(own, archetype);
        Archetypes.Add(archetype);
        return archetype;
    }

    internal Entity CreateIn(Archetype archetype, out Slot slot)
    {
        if (!recycled.TryDequeue(out var next))
        {
            next = (nextEntityId++, 1);
            if (next.Id == entities.Length)
                Array.Resize(ref entities, entities.Length * 2);
        }
        var entity = new Entity(next.Id, Id, next.Version);
        slot = archetype.Append(entity);
        entities[next.Id] = new EntityData { Archetype = archetype, Slot = slot, Version = next.Version };
        Size++;
        return entity;
    }

    internal void Move(Entity entity, ref EntityData data, Archetype target)
    {
        var slot = target.Append(entity);
        data.Archetype.CopyTo(data.Slot, target, slot);
        RemoveFromArchetype(data.Archetype, data.Slot);
        data.Archetype = target;
        data.Slot = slot;
    }

    private void RemoveFromArchetype(Archetype archetype, Slot slot)
    {
        var moved = archetype.RemoveAt(slot);
        if (moved != Entity.Null)
            entities[moved.Id].Slot = slot;
    }

    private void DestroyAll(Archetype archetype)
    {
        while (archetype.EntityCount > 0)
        {
            var last = Last(archetype);
            RemoveFromArchetype(archetype, entities[last.Id].Slot);
            Recycle(ref entities[last.Id], last.Id);
        }
    }

    private static Entity Last(Archetype archetype)
    {
        var index = archetype.EntityCount - 1;
        return archetype.Chunks[index / archetype.EntitiesPerChunk].Entities[index % archetype.EntitiesPerChunk];
    }

    private void Recycle(ref EntityData data, int id)
    {
        recycled.Enqueue((id, data.Version + 1));
        data = default;
        Size--;
    }
}
