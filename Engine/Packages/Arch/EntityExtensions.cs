// An entity's own verbs, for one component; they find the world by the entity's WorldId.
namespace Arch.Core.Extensions;

public static class EntityExtensions
{
    public static bool IsAlive(this in Entity entity) =>
        (uint)entity.WorldId < (uint)World.Worlds.Length && World.Worlds[entity.WorldId] is { } world && world.IsAlive(entity);

    public static ref T Get<T>(this in Entity entity) => ref World.Of(entity).Get<T>(entity);

    public static void Set<T>(this in Entity entity, in T? component = default) => World.Of(entity).Set(entity, in component);

    public static bool Has<T>(this in Entity entity) => World.Of(entity).Has<T>(entity);

    public static void Add<T>(this in Entity entity, in T? component = default) => World.Of(entity).Add<T>(entity, in component!);

    public static void Remove<T>(this in Entity entity) => World.Of(entity).Remove<T>(entity);

    public static bool TryGet<T>(this in Entity entity, out T? component) => World.Of(entity).TryGet(entity, out component);

    public static ref T TryGetRef<T>(this in Entity entity, out bool exists) => ref World.Of(entity).TryGetRef<T>(entity, out exists);

    public static ref T AddOrGet<T>(this in Entity entity, T? component = default) => ref World.Of(entity).AddOrGet(entity, component);

    public static Archetype GetArchetype(this in Entity entity) => World.Of(entity).GetArchetype(entity);

    public static ref readonly Chunk GetChunk(this in Entity entity) => ref World.Of(entity).GetChunk(entity);

    public static Signature GetComponentTypes(this in Entity entity) => World.Of(entity).GetSignature(entity);

    public static object?[] GetAllComponents(this in Entity entity) => World.Of(entity).GetAllComponents(entity);

    public static void Set(this in Entity entity, object component) => World.Of(entity).Set(entity, component);

    public static void Add(this in Entity entity, in object component) => World.Of(entity).Add(entity, in component);

    public static object? Get(this in Entity entity, ComponentType type) => World.Of(entity).Get(entity, type);

    public static bool Has(this in Entity entity, ComponentType type) => World.Of(entity).Has(entity, type);

    public static void AddRange(this in Entity entity, Span<object> components) => World.Of(entity).AddRange(entity, components);

    public static void SetRange(this in Entity entity, Span<object> components) => World.Of(entity).SetRange(entity, components);

    public static void RemoveRange(this in Entity entity, Span<ComponentType> types) => World.Of(entity).RemoveRange(entity, types);
}
