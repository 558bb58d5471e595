// An image of an app, for code that makes, shows or reads it.
namespace Engine;

/// <summary>
/// An image by its name: whoever publishes it may put another one in its place, as a source does that is given another size. For the app's thread.
/// </summary>
public sealed class SceneImage
{
    private readonly App app;

    internal SceneImage(App app, string name, Entity entity) => (this.app, Name, Entity) = (app, name, entity);

    /// <summary>The name that components know it by.</summary>
    public string Name { get; }

    /// <summary>The entity that publishes it; none for an image of your own.</summary>
    public Entity Entity { get; }

    /// <summary>The image as it is now; null before the first frame that makes it, and after it has gone.</summary>
    public GpuImage? Image => app.Images.Find(Name);

    /// <summary>
    /// Ends the entity that publishes it; an image of your own is only withdrawn. What looks at it says so and waits. Between two frames.
    /// </summary>
    public void Remove()
    {
        app.Remove(Entity);
        if (Entity == Entity.Null && Image is { } image)
            app.Images.Withdraw(Name, image);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
