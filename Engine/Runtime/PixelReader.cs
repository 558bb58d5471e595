// Pixels of an image on their way to the user's own code, some frames late and without a wait.
namespace Engine;

/// <summary>
/// Copies its image to the CPU in every frame, of which the newest that has arrived is read: two or three frames old,
/// more on a device that is behind. A copy costs what moving width × height × 4 bytes does; end a reader that is not needed. For the app's thread.
/// </summary>
public sealed class PixelReader : IDisposable
{
    private readonly App app;
    private readonly SceneImage source;
    private Readback<byte>? ring;
    private bool disposed;

    internal PixelReader(App app, SceneImage source) => (this.app, this.source) = (app, source);

    /// <summary>Columns of the picture; 0 before there is one.</summary>
    public int Width { get; private set; }

    /// <summary>Rows.</summary>
    public int Height { get; private set; }

    /// <summary>
    /// Copies the newest picture that has arrived (R, G, B, A bytes, rows from the top); false where none has since the last call. Never waits.
    /// </summary>
    /// <param name="rgba">At least <see cref="Width"/> × <see cref="Height"/> × 4 bytes.</param>
    /// <param name="frame">The frame that made it.</param>
    /// <exception cref="ArgumentException">The span is too small.</exception>
    public bool TryRead(Span<byte> rgba, out long frame)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        frame = -1;
        return ring is not null && ring.TryRead(rgba, out frame);
    }

    /// <summary>Ends it; between two frames.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        app.Shared(_ => new PixelReaders()).Remove(this);
        ring?.Dispose();
    }

    internal void Run(Frame frame)
    {
        if (source.Image is not { } image)
            return;
        // The first picture, or one of another size.
        if (ring is null || image.Width != Width || image.Height != Height)
        {
            ring?.Dispose();
            ring = null;
            (Width, Height) = (image.Width, image.Height);
            ring = app.Gpu.Readback<byte>(Width * Height * 4, $"{source.Name} pixels");
        }
        frame.Commands.Read(image, ring, frame.Index);
    }
}

/// <summary>Those of one app.</summary>
internal sealed class PixelReaders : List<PixelReader>
{
    /// <summary>Draw phase, at its end: copies what was made in the frame.</summary>
    internal static void Run(Frame frame)
    {
        var all = frame.App.Shared(static _ => new PixelReaders());
        for (var i = 0; i < all.Count; i++)
            all[i].Run(frame);
    }
}
