// How systems look at what other entities have.
using System.Diagnostics.CodeAnalysis;

namespace Engine;

/// <summary>Components of entities that may not be there any more.</summary>
public static class Finding
{
    /// <summary>The entity's T: what runs for it, for instance. Null for no entity, one that is gone, or one without.</summary>
    public static T? Find<T>(this World world, Entity entity) where T : class => world.TryFind<T>(entity, out var found) ? found : null;

    /// <summary>The entity's T; false for no entity, one that is gone, or one without.</summary>
    public static bool TryFind<T>(this World world, Entity entity, [NotNullWhen(true)] out T? found)
    {
        found = default;
        return entity != Entity.Null && world.IsAlive(entity) && world.TryGet(entity, out found);
    }
}
