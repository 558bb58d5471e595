// How systems learn what an entity is called.
namespace Engine;

/// <summary>Names of entities.</summary>
public static class EntityNames
{
    /// <summary>The name the scene gave the entity; <c>entity 12</c> for one without.</summary>
    public static string NameOf(this World world, Entity entity) =>
        world.TryGet<EntityName>(entity, out var name) ? name.Name : $"entity {entity.Id}";
}
