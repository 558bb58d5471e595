// Reading, writing, adding and removing one component of an entity.
using System.Runtime.CompilerServices;

namespace Arch.Core;

public partial class World
{
    public void Set<T>(Entity entity, in T? component = default) => Get<T>(entity) = component!;

    public bool Has<T>(Entity entity) => DataOf(entity).Archetype.Has<T>();

    /// <summary>A reference into the entity's chunk: gone after the next structural change.</summary>
    public ref T Get<T>(Entity entity) => ref Reference<T>(entity, ref DataOf(entity));

    public bool TryGet<T>(Entity entity, out T? component)
    {
        ref var found = ref TryGetRef<T>(entity, out var exists);
        component = exists ? found : default;
        return exists;
    }

    public ref T TryGetRef<T>(Entity entity, out bool exists)
    {
        ref var data = ref DataOf(entity);
        exists = data.Archetype.Has<T>();
        if (!exists)
            return ref Unsafe.NullRef<T>();
        return ref Reference<T>(entity, ref data);
    }

    public void Add<T>(Entity entity) => AddComponent(entity, Component<T>.ComponentType);

    public void Add<T>(Entity entity, in T component)
    {
        // Copied first: the caller's reference may point into the chunk which the move empties.
        var value = component;
        ref var data = ref AddComponent(entity, Component<T>.ComponentType);
        Reference<T>(entity, ref data) = value;
    }

    public ref T AddOrGet<T>(Entity entity, T? component = default)
    {
        ref var data = ref DataOf(entity);
        if (!data.Archetype.Has<T>())
        {
            data = ref AddComponent(entity, Component<T>.ComponentType);
            Reference<T>(entity, ref data) = component!;
        }
        return ref Reference<T>(entity, ref data);
    }

    public void Remove<T>(Entity entity) => RemoveComponent(entity, Component<T>.ComponentType);

    public Archetype GetArchetype(Entity entity) => DataOf(entity).Archetype;

    public ref readonly Chunk GetChunk(Entity entity)
    {
        ref var data = ref DataOf(entity);
        return ref data.Archetype.GetChunk(data.Slot.ChunkIndex);
    }

    public Signature GetSignature(Entity entity) => DataOf(entity).Archetype.Signature;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref T Reference<T>(Entity entity, ref EntityData data)
    {
        ref var chunk = ref data.Archetype.Chunks[data.Slot.ChunkIndex];
        var index = chunk.IndexOf(Component<T>.ComponentType.Id);
        if (index < 0)
            Misuse.MissingOnEntity(entity, data.Archetype, typeof(T));
        return ref Unsafe.As<T[]>(chunk.Components[index])[data.Slot.Index];
    }

    internal ref EntityData AddComponent(Entity entity, ComponentType type)
    {
        ChangeStructure("World.Add");
        ref var data = ref DataOf(entity);
        if (data.Archetype.Has(type))
            Misuse.AlreadyOnEntity(entity, type.Type);
        Move(entity, ref data, Neighbour(data.Archetype, type, added: true));
        return ref data;
    }

    internal void RemoveComponent(Entity entity, ComponentType type)
    {
        ChangeStructure("World.Remove");
        ref var data = ref DataOf(entity);
        if (!data.Archetype.Has(type))
            Misuse.MissingOnEntity(entity, data.Archetype, type.Type);
        Move(entity, ref data, Neighbour(data.Archetype, type, added: false));
    }

    internal ref EntityData AddComponents(Entity entity, in Signature types)
    {
        ChangeStructure("World.Add");
        ref var data = ref DataOf(entity);
        foreach (var type in types.Components)
        {
            if (data.Archetype.Has(type))
                Misuse.AlreadyOnEntity(entity, type.Type);
        }
        Move(entity, ref data, ArchetypeOf(Signature.Add(data.Archetype.Signature, types)));
        return ref data;
    }

    internal void RemoveComponents(Entity entity, in Signature types)
    {
        ChangeStructure("World.Remove");
        ref var data = ref DataOf(entity);
        foreach (var type in types.Components)
        {
            if (!data.Archetype.Has(type))
                Misuse.MissingOnEntity(entity, data.Archetype, type.Type);
        }
        Move(entity, ref data, ArchetypeOf(Signature.Remove(data.Archetype.Signature, types)));
    }

    private Archetype Neighbour(Archetype archetype, ComponentType type, bool added)
    {
        if (archetype.Neighbour(type, added) is { } known)
            return known;
        var signature = added ? Signature.Add(archetype.Signature, type) : Signature.Remove(archetype.Signature, type);
        var target = ArchetypeOf(signature);
        archetype.SetNeighbour(type, added, target);
        return target;
    }
}
