// The same by run-time type and boxed value, for serialisers and editors.
namespace Arch.Core;

public partial class World
{
    public void Set(Entity entity, object component)
    {
        ref var data = ref DataOf(entity);
        SetBoxed(entity, ref data, component);
    }

    public void Add(Entity entity, in object component)
    {
        ref var data = ref AddComponent(entity, component.GetType());
        SetBoxed(entity, ref data, component);
    }

    public object? Get(Entity entity, ComponentType type)
    {
        ref var data = ref DataOf(entity);
        if (!data.Archetype.Has(type))
            Misuse.MissingOnEntity(entity, data.Archetype, type.Type);
        return data.Archetype.GetChunk(data.Slot.ChunkIndex).Get(data.Slot.Index, type);
    }

    public bool TryGet(Entity entity, ComponentType type, out object? component)
    {
        var exists = Has(entity, type);
        component = exists ? Get(entity, type) : null;
        return exists;
    }

    public bool Has(Entity entity, ComponentType type) => DataOf(entity).Archetype.Has(type);

    public void Remove(Entity entity, ComponentType type) => RemoveComponent(entity, type);

    public void AddRange(Entity entity, Span<ComponentType> types) => AddComponents(entity, new Signature(types));

    public void AddRange(Entity entity, Span<object> components)
    {
        var types = new ComponentType[components.Length];
        for (var i = 0; i < types.Length; i++)
            types[i] = components[i].GetType();
        ref var data = ref AddComponents(entity, types);
        foreach (var component in components)
            SetBoxed(entity, ref data, component);
    }

    public void RemoveRange(Entity entity, Span<ComponentType> types) => RemoveComponents(entity, new Signature(types));

    public void SetRange(Entity entity, Span<object> components)
    {
        ref var data = ref DataOf(entity);
        foreach (var component in components)
            SetBoxed(entity, ref data, component);
    }

    public bool HasRange(Entity entity, Span<ComponentType> types)
    {
        var archetype = DataOf(entity).Archetype;
        foreach (var type in types)
        {
            if (!archetype.Has(type))
                return false;
        }
        return true;
    }

    public object?[] GetRange(Entity entity, Span<ComponentType> types)
    {
        var components = new object?[types.Length];
        GetRange(entity, types, components);
        return components;
    }

    public void GetRange(Entity entity, Span<ComponentType> types, Span<object?> components)
    {
        for (var i = 0; i < types.Length; i++)
            components[i] = Get(entity, types[i]);
    }

    public object?[] GetAllComponents(Entity entity) => GetRange(entity, GetSignature(entity).Components);

    private static void SetBoxed(Entity entity, ref EntityData data, object component)
    {
        ComponentType type = component.GetType();
        if (!data.Archetype.Has(type))
            Misuse.MissingOnEntity(entity, data.Archetype, type.Type);
        data.Archetype.GetChunk(data.Slot.ChunkIndex).GetArray(type).SetValue(component, data.Slot.Index);
    }
}
