// A picture that belongs to a result: kept while the result is on its way, shown together with it.
using Engine;

namespace CnnCompute;

/// <summary>
/// Results come back some frames after the picture they are about. What a run looked at, or made, is kept here under the run's number, and published
/// when its result is known: so a picture and what is said of it change in the same frame. Copies on the device; steady frames allocate nothing.
/// </summary>
internal sealed class LatePicture : IDisposable
{
    /// <summary>Runs under way at most; one more than the frames by which results are late.</summary>
    public const int Most = 4;

    private readonly GpuImage?[] kept = new GpuImage?[Most];
    private readonly Images images;
    private readonly Gpu gpu;
    private readonly string name;

    /// <summary>Publishes a black picture of the given size.</summary>
    public LatePicture(Images images, Gpu gpu, string name, int width, int height)
    {
        (this.images, this.gpu, this.name) = (images, gpu, name);
        images.Publish(name, Shown = gpu.Image(width, height, name));
    }

    /// <summary>What is published now.</summary>
    public GpuImage Shown { get; private set; }

    /// <summary>Keeps the picture as it is at this place of the frame, for run <paramref name="run"/>.</summary>
    public void Keep(Commands commands, GpuImage picture, long run)
    {
        // All at once, so that memory does not depend on how late results happen to be.
        for (var i = kept[0] is null ? 0 : Most; i < Most; i++)
            kept[i] = gpu.Image(picture.Width, picture.Height, name);
        ref var slot = ref kept[run % Most];
        if (slot is null || !IsAsLarge(slot, picture))
        {
            slot?.Dispose();
            slot = gpu.Image(picture.Width, picture.Height, name);
        }
        Copy(commands, picture, slot);
    }

    /// <summary>Publishes what was kept for run <paramref name="run"/>.</summary>
    public void Show(Commands commands, long run)
    {
        if (kept[run % Most] is { } picture)
            Show(commands, picture);
    }

    /// <summary>Publishes a picture as it is at this place of the frame.</summary>
    public void Show(Commands commands, GpuImage picture)
    {
        if (!IsAsLarge(Shown, picture))
        {
            var old = Shown;
            images.Publish(name, Shown = gpu.Image(picture.Width, picture.Height, name));
            old.Dispose();
        }
        Copy(commands, picture, Shown);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        images.Withdraw(name, Shown);
        Shown.Dispose();
        foreach (var picture in kept)
            picture?.Dispose();
    }

    private static bool IsAsLarge(GpuImage a, GpuImage b) => (a.Width, a.Height) == (b.Width, b.Height);

    private static void Copy(Commands commands, GpuImage from, GpuImage to)
    {
        commands.Barrier();
        commands.Copy(from, to);
        commands.Barrier();
    }
}
