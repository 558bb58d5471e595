// Entities that code adds, where a scene file would name them.
namespace Engine;

/// <summary>Adds entities to an app.</summary>
public static class AppEntities
{
    private static readonly QueryDescription Named = new QueryDescription().WithAll<EntityName>();

    /// <summary>Adds an entity with one component; between two frames, on the app's thread.</summary>
    /// <param name="app">The app.</param>
    /// <param name="name">What it is called, and what its image is called where it publishes one; numbered where that name is taken.</param>
    /// <param name="component">Its component; its running side is made in the next frame.</param>
    public static Entity Add<T>(this App app, string name, in T component) where T : struct =>
        app.World.Create(new EntityName(app.FreshName(name)), component);

    /// <summary>Ends an entity, with all that runs for it; nothing where it is none, or gone already. Between two frames.</summary>
    public static void Remove(this App app, Entity entity)
    {
        if (entity != Entity.Null && app.World.IsAlive(entity))
            app.World.DestroyDisposing(entity);
    }

    /// <summary>A name that no entity and no image has: the wanted one, or that with a number behind it.</summary>
    public static string FreshName(this App app, string wanted)
    {
        var fresh = wanted;
        for (var number = 2; IsTaken(app, fresh); number++)
            fresh = $"{wanted} {number}";
        return fresh;
    }

    private static bool IsTaken(App app, string name)
    {
        if (app.Images.TryGet(name, out _))
            return true;
        foreach (ref var chunk in app.World.Query(in Named))
        {
            foreach (var i in chunk)
            {
                if (chunk.Get<EntityName>(i).Name == name)
                    return true;
            }
        }
        return false;
    }
}
