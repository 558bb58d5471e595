// Pictures that the user's own code writes, from any thread.
namespace Engine;

/// <summary>
/// An image whose pixels are pushed. Pushing is safe from any thread and never waits for the device: the newest picture is taken by the next frame.
/// </summary>
public sealed class PixelSource : IDisposable
{
    private readonly App app;
    private readonly GpuImage image;
    private readonly Lock gate = new();
    private readonly byte[] newest;
    private bool isFresh, disposed;

    internal PixelSource(App app, GpuImage image)
    {
        (this.app, this.image) = (app, image);
        newest = new byte[image.Width * image.Height * 4];
        Image = app.Publish(image);
    }

    /// <summary>What components and nets look at.</summary>
    public SceneImage Image { get; }

    /// <summary>The image of a source, where one is wanted.</summary>
    public static implicit operator SceneImage(PixelSource source) => source.Image;

    /// <summary>The image, as the operator gives it.</summary>
    public SceneImage ToSceneImage() => Image;

    /// <summary>Gives the next picture: R, G, B, A bytes (sRGB), rows from the top; the bytes are copied before it returns.</summary>
    /// <exception cref="ArgumentException">They are not width × height × 4.</exception>
    /// <exception cref="ObjectDisposedException">The source was disposed.</exception>
    public void Push(ReadOnlySpan<byte> rgba)
    {
        if (rgba.Length != newest.Length)
        {
            throw new ArgumentException(
                $"{Image.Name} is {image.Width}×{image.Height} and takes {newest.Length} bytes (R, G, B, A), {rgba.Length} were given");
        }
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            rgba.CopyTo(newest);
            isFresh = true;
        }
    }

    /// <summary>Ends it; between two frames.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
        }
        app.Shared(_ => new PixelSources()).Remove(this);
        app.Images.Withdraw(Image.Name, image);
        image.Dispose();
    }

    internal void Upload(Commands commands)
    {
        lock (gate)
        {
            if (!isFresh)
                return;
            isFresh = false;
            commands.Upload(image, newest);
        }
    }
}

/// <summary>Those of one app.</summary>
internal sealed class PixelSources : List<PixelSource>
{
    /// <summary>Capture phase: brings what was pushed to the device.</summary>
    internal static void Run(Frame frame)
    {
        var all = frame.App.Shared(static _ => new PixelSources());
        for (var i = 0; i < all.Count; i++)
            all[i].Upload(frame.Commands);
    }
}
