// Pictures of a scene's camera on their way into a training, on the device all the way.
using Engine;

namespace CnnCompute;

/// <summary>
/// Keeps the newest pictures of a camera, with their classes, in the places of a <see cref="SceneDataset"/>: each new one takes the place of the
/// oldest. Until there are enough for all places, those that there are stand several times. Places change between two steps, never within one.
/// </summary>
internal sealed class SceneStream : IDisposable
{
    /// <summary>How data are named that a camera gives.</summary>
    public const string Scheme = "scene:";

    private const int Waiting = 16, FewestOfClass = 4, Fewest = 64, MostPlaces = 1024;
    private readonly App app;
    private readonly string camera;
    private readonly GpuBuffer waiting;
    private readonly int[] labels = new int[Waiting];
    private readonly int words, first;
    private long seen = -1, arrived, placed;

    private SceneStream(App app, string camera, GpuImage image, SceneDataset data, int first)
    {
        (this.app, this.camera, Data, this.first) = (app, camera, data, first);
        words = image.Width * image.Height * 3 / 4;
        waiting = app.Gpu.Buffer<uint>((long)Waiting * words, $"pictures of {camera}");
    }

    /// <summary>The places.</summary>
    public SceneDataset Data { get; }

    /// <summary>Whether there is something in every place.</summary>
    public bool IsFilled => placed >= first;

    /// <summary>Pictures that have come in so far.</summary>
    public long Arrived => arrived;

    /// <summary>Of which so many are needed before anything can be learnt.</summary>
    public int Needed => first;

    /// <summary>Whether data are named so.</summary>
    public static bool IsNamed(string data) => data.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>Begins to take pictures from the camera that <paramref name="data"/> names, as in <c>scene:studio</c>.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is no such camera, it tells no classes, or its pictures are of a size that cannot be packed.
    /// </exception>
    public static SceneStream Open(App app, string training, string data)
    {
        var name = data[Scheme.Length..];
        if (Find(app, name) is not { } found)
        {
            throw new InvalidOperationException($"training {training}: {data}: the scene has no SceneCamera or VideoSource called \"{name}\""
                + Spelling.Hint(name, [.. app.Scene?.Entities.Where(e => app.World.PicturesOf(e.Value) is not null).Select(e => e.Key) ?? []]));
        }
        var (image, classes) = (found.Image, found.Classes);
        if (classes.Count < 2)
        {
            var told = classes.Count == 0 ? "no class" : $"one class alone, {classes[0]},";
            throw new InvalidOperationException(
                $"training {training}: {name} tells {told} of what it sees; give at least two things it sees a ClassLabel");
        }
        if (image.Width * image.Height % 4 != 0)
        {
            throw new InvalidOperationException(
                $"training {training}: pictures of {image.Width}×{image.Height} cannot be packed; take a width that four divides");
        }
        var first = Fewest;
        while (first < FewestOfClass * classes.Count)
            first *= 2;
        return new SceneStream(app, name, image, new SceneDataset($"what {name} sees", Math.Max(first, MostPlaces), image, [.. classes]), first);
    }

    /// <summary>Takes the camera's picture of this frame, if it is a new one. Where many come within one step the oldest are left out.</summary>
    public void Take(Frame frame)
    {
        if (Find(app, camera) is not { } source || source.Picture.Index == seen || source.Picture.Label < 0
            || source.Image.Width * source.Image.Height * 3 / 4 != words)
        {
            return;
        }
        seen = source.Picture.Index;
        var at = (int)(arrived % Waiting);
        labels[at] = source.Picture.Label;
        var commands = frame.Commands;
        commands.Barrier();
        commands.Dispatch(
            frame.Gpu.Kernel("Video/pack"), (words, 1, 1), new Push((uint)(at * words), (uint)words), Binding.SampledUnorm(source.Image), waiting);
        commands.Barrier();
        arrived++;
        placed = Math.Max(placed, arrived - Waiting);
    }

    /// <summary>Moves what has come in to its places; between two steps.</summary>
    public void Place(Commands commands, Trainer trainer)
    {
        if (placed == arrived)
            return;
        var bytes = words * 4L;
        commands.Barrier();
        for (; placed < arrived; placed++)
        {
            var from = (int)(placed % Waiting);
            trainer.ReplaceSample(commands, (int)(placed % Data.Count), new Binding(waiting, from * bytes, bytes), labels[from]);
            if (placed + 1 == first)
                trainer.RepeatSamples(commands, first);
        }
        commands.Barrier();
    }

    /// <inheritdoc/>
    public void Dispose() => waiting.Dispose();

    // No entity is a value like any other, so it is asked whether there is one of that name.
    private static IPictureSource? Find(App app, string name) =>
        app.Scene is { } scene && scene.Entities.TryGetValue(name, out var entity) ? app.World.PicturesOf(entity) : null;

    private readonly record struct Push(uint First, uint Count);
}
