// A picture over the whole window while a key says so.
using System.Numerics;

namespace Engine;

/// <summary>
/// On an entity with a Sprite: <see cref="Key"/> shows its picture alone, as large as the design's 1280×720 allow, and hides it again.
/// </summary>
public record struct Fullscreen()
{
    /// <summary>The key.</summary>
    public Key Key { get; set; } = Key.F;

    /// <summary>What the list of keys says of it.</summary>
    public string Help { get; set; } = "whole window";

    /// <summary>Whether it is shown now.</summary>
    public bool On { get; set; } = false;
}

/// <summary>Update phase: sizes the sprites of <see cref="Fullscreen"/> entities.</summary>
public static class FullscreenSystem
{
    private static readonly Vector2 Design = new(1280, 720);
    private static readonly QueryDescription Pictures = new QueryDescription().WithAll<Fullscreen, Sprite>();

    /// <summary>Listens to the keys, and shows or hides.</summary>
    public static void Run(Frame frame)
    {
        if (frame.World.CountEntities(in Pictures) == 0)
            return;
        var (images, told) = (frame.Images, frame.App.Shared(_ => new Told()));
        foreach (ref var chunk in frame.World.Query(in Pictures))
        {
            foreach (var i in chunk)
            {
                ref var full = ref chunk.Get<Fullscreen>(i);
                if (told.Add(full.Key))
                    frame.App.Shared(_ => new KeyHelp()).Add(full.Key.ToString(), full.Help);
                if (frame.Input.WasPressed(full.Key))
                    full.On = !full.On;
                ref var sprite = ref chunk.Get<Sprite>(i);
                var size = full.On && images.TryGet(sprite.Image, out var image) ? Fit(image) : Vector2.Zero;
                (sprite.Size, sprite.Position) = (size, (Design - size) / 2);
            }
        }
    }

    /// <summary>Whether one is shown, alone.</summary>
    internal static bool IsOn(World world)
    {
        foreach (ref var chunk in world.Query(in Pictures))
        {
            foreach (var i in chunk)
            {
                if (chunk.Get<Fullscreen>(i).On && chunk.Get<Sprite>(i).Size.X > 0)
                    return true;
            }
        }
        return false;
    }

    private static Vector2 Fit(GpuImage image) => new Vector2(image.Width, image.Height) * Math.Min(Design.X / image.Width, Design.Y / image.Height);

    /// <summary>Keys that are in the list.</summary>
    private sealed class Told : HashSet<Key>;
}
