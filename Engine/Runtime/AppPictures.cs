// Pictures in and out of an app by code: sources, pixels of one's own, the window, and back to the CPU.
using System.Numerics;

namespace Engine;

/// <summary>
/// What a scene file says with VideoSource and Sprite. The engine's components are installed where they are not yet. What is asked for is made by the
/// next frame, which throws what a scene would end with: IOException for a source that cannot be opened.
/// </summary>
public static class AppPictures
{
    private static readonly Vector2 Design = new(1280, 720);

    /// <summary>A stream of pictures: a camera, a video, a picture or a folder of them, or a drawn one (<see cref="VideoSource.Source"/>).</summary>
    /// <param name="app">The app.</param>
    /// <param name="source">What it comes from; relative paths start at the working folder, or at that of the scene where one is loaded.</param>
    /// <param name="width">Columns of its image in pixels; what comes is scaled and cut to cover it.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rate">Pictures a second.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SceneImage Source(this App app, string source, int width = 640, int height = 480, double rate = 30)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        app.Use<EnginePlugin>();
        var isPath = FrameSources.IsPath(source);
        if (isPath && !FrameSources.ComesByItself(source) && !Path.Exists(app.PathOf(source)))
            throw new FileNotFoundException($"there is no file {app.PathOf(source)}", source);
        var name = isPath ? Path.GetFileNameWithoutExtension(source) : source;
        var wanted = new VideoSource { Source = source, Width = width, Height = height, Rate = rate };
        return app.ImageOf(app.Add(name, wanted));
    }

    /// <summary>A picture that you write: from memory, from a game, from a renderer of your own.</summary>
    /// <param name="app">The app.</param>
    /// <param name="width">Columns in pixels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="name">What it is called.</param>
    /// <exception cref="ArgumentOutOfRangeException">The device makes no images of that size.</exception>
    public static PixelSource Pixels(this App app, int width, int height, string name = "pixels")
    {
        app.Use<EnginePlugin>();
        var image = app.Gpu.Image(width, height, app.FreshName(name));
        var source = app.Own(new PixelSource(app, image));
        app.Shared(_ => new PixelSources()).Add(source);
        return source;
    }

    /// <summary>An image that you made on the app's device, under a name; it stays yours, and is withdrawn before you dispose it.</summary>
    public static SceneImage Publish(this App app, GpuImage image, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        var fresh = app.FreshName(name ?? image.Name);
        app.Images.Publish(fresh, image);
        return new SceneImage(app, fresh, Entity.Null);
    }

    /// <summary>An image by its name, whoever publishes it, now or later.</summary>
    public static SceneImage Named(this App app, string name) => new(app, name, Entity.Null);

    /// <summary>The image that an entity publishes under its name.</summary>
    public static SceneImage ImageOf(this App app, Entity entity) => new(app, app.World.NameOf(entity), entity);

    /// <summary>Shows an image in the window: over all of it, its middle where the proportions differ, or in a rectangle.</summary>
    /// <param name="app">The app.</param>
    /// <param name="image">The image; what is shown later lies above.</param>
    /// <param name="position">Left top corner in design units (1280×720, scaled to fit the window).</param>
    /// <param name="size">Width and height in design units; null for the whole window.</param>
    /// <returns>The entity, with a <see cref="Sprite"/> that may be edited.</returns>
    public static Entity Show(this App app, SceneImage image, Vector2 position = default, Vector2? size = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        app.Use<EnginePlugin>();
        return app.Add($"{image.Name} shown", new Sprite { Image = image.Name, Position = position, Size = size ?? Design, Cover = size is null });
    }

    /// <summary>Shows a line of text in the window.</summary>
    /// <param name="app">The app.</param>
    /// <param name="text">What it says; its <see cref="Label"/> may be edited in every frame.</param>
    /// <param name="position">Left top corner of the capitals, in design units.</param>
    /// <param name="size">The letters' em in design units.</param>
    public static Entity Show(this App app, string text, Vector2 position, float size = 28)
    {
        ArgumentNullException.ThrowIfNull(text);
        app.Use<EnginePlugin>();
        return app.Add("text", new Label { Text = text, Position = position, Size = size });
    }

    /// <summary>Brings an image to the CPU again and again, without waiting for the device.</summary>
    public static PixelReader Read(this App app, SceneImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        app.Use<EnginePlugin>();
        var reader = app.Own(new PixelReader(app, image));
        app.Shared(_ => new PixelReaders()).Add(reader);
        return reader;
    }
}
