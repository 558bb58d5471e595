// Where pictures with classes are found in the world.
namespace Engine;

/// <summary>Sources of pictures by their entities.</summary>
public static class PictureSources
{
    /// <summary>What runs for an entity's VideoSource or SceneCamera; null where it has none, or none yet.</summary>
    public static IPictureSource? PicturesOf(this World world, Entity entity) =>
        world.TryFind<Feed>(entity, out var feed) ? feed : world.Find<SceneView>(entity);
}
