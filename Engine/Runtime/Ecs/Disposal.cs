// Ends entities and components whose values hold GPU objects or files: a component that implements IDisposable is disposed with them.
namespace Engine;

/// <summary>What World.Destroy and World.Remove do, disposing first. Not inside a query.</summary>
public static class Disposal
{
    private static readonly QueryDescription everything = new();

    /// <summary>Disposes the entity's disposable components and destroys it.</summary>
    public static void DestroyDisposing(this World world, Entity entity)
    {
        try
        {
            DisposeComponents(world, entity);
        }
        finally
        {
            world.Destroy(entity);
        }
    }

    /// <summary>Disposes the entity's T, if it is disposable, and removes it; nothing where there is none.</summary>
    public static void RemoveDisposing<T>(this World world, Entity entity)
    {
        if (!world.Has<T>(entity))
            return;
        var component = world.Get<T>(entity);
        world.Remove<T>(entity);
        (component as IDisposable)?.Dispose();
    }

    /// <summary>The same by run-time type.</summary>
    public static void RemoveDisposing(this World world, Entity entity, Type type)
    {
        if (!world.Has(entity, type))
            return;
        var component = world.Get(entity, type);
        world.Remove(entity, type);
        (component as IDisposable)?.Dispose();
    }

    /// <summary>Ends every entity of the world, last created first.</summary>
    public static void ClearDisposing(this World world)
    {
        var entities = new Entity[world.CountEntities(in everything)];
        world.GetEntities(in everything, entities);
        try
        {
            foreach (var entity in entities)
                DisposeComponents(world, entity);
        }
        finally
        {
            world.Clear();
        }
    }

    private static void DisposeComponents(World world, Entity entity)
    {
        foreach (var type in world.GetSignature(entity).Components)
        {
            if (typeof(IDisposable).IsAssignableFrom(type.Type))
                (world.Get(entity, type) as IDisposable)?.Dispose();
        }
    }
}
