// The running side of a classifier: its plan, its newest result, and how often it was right.
using Engine;

namespace CnnCompute;

/// <summary>Attached by <see cref="ClassifierSystem"/> to an entity with a <see cref="Classifier"/>; disposed with it.</summary>
public sealed class Classification : IDisposable
{
    private const int RingSize = 64; // more frames than a result is ever late
    private readonly (long Frame, PictureInfo Picture)[] ring = new (long, PictureInfo)[RingSize];
    private readonly List<(string Name, GpuImage Image)> published = [];
    private readonly Images images;
    private readonly bool[] taken;
    private GpuImage source;
    private PictureInfo latched = new(-1, -1);
    private long counted = -1;
    private string? missed;

    internal Classification(Plan plan, ModelFile model, IReadOnlyList<string> labels, int classes, GpuImage source, Images images)
    {
        (Plan, Model, Labels, this.source, this.images) = (plan, model, [.. labels.Select(Short)], source, images);
        Probabilities = new float[classes];
        taken = new bool[classes];
    }

    /// <summary>The compiled network.</summary>
    public Plan Plan { get; }

    /// <summary>The file it came from.</summary>
    public ModelFile Model { get; }

    /// <summary>Class names, short enough to be shown; may be empty.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The newest result: a probability for each class.</summary>
    public float[] Probabilities { get; }

    /// <summary>The picture the newest result is about.</summary>
    public PictureInfo Picture { get; private set; } = new(-1, -1);

    /// <summary>Results so far.</summary>
    public long Results { get; private set; }

    /// <summary>Pictures of known class judged so far, each once, by the first result about it.</summary>
    public long Judged { get; private set; }

    /// <summary>How many of them were named rightly.</summary>
    public long Right { get; private set; }

    /// <summary>The component this was compiled for; when it is edited, the network is compiled anew.</summary>
    internal Classifier Wanted { get; set; }

    /// <summary>The feature maps that were compiled with it.</summary>
    internal IReadOnlyList<(string Name, FeatureMaps Map)> WantedMaps { get; set; } = [];

    /// <summary>Name of a class, or its number.</summary>
    public ReadOnlySpan<char> NameOf(int index, Span<char> scratch)
    {
        if ((uint)index < (uint)Labels.Count)
            return Labels[index];
        return scratch.TryWrite($"class {index}", out var length) ? scratch[..length] : [];
    }

    /// <summary>The indices of the most probable classes, best first; returns how many there are.</summary>
    public int Top(Span<int> indices)
    {
        var count = Math.Min(indices.Length, Probabilities.Length);
        Array.Clear(taken);
        for (var rank = 0; rank < count; rank++)
        {
            var best = -1;
            for (var i = 0; i < Probabilities.Length; i++)
            {
                if (!taken[i] && (best < 0 || Probabilities[i] > Probabilities[best]))
                    best = i;
            }
            taken[indices[rank] = best] = true;
        }
        return count;
    }

    // ImageNet's classes are lists of synonyms; the first one fits on the screen.
    internal static string Short(string label)
    {
        const int Most = 28;
        var first = label.Split(',')[0];
        return first.Length <= Most ? first : string.Concat(first.AsSpan(0, Most - 1), "…");
    }

    internal void Publish(string name, GpuImage image)
    {
        published.Add((name, image));
        images.Publish(name, image);
    }

    // Said once for each name: the scene was edited to an image that nothing publishes, or its source is gone.
    internal void Miss(World world, Entity entity, string image, Images known)
    {
        if (missed == image)
            return;
        missed = image;
        Log.Warning($"classifier {world.NameOf(entity)} looks at the image \"{image}\", which nothing in the scene publishes; there are: {string.Join(", ", known.Names)}");
    }

    internal void Run(Frame frame, GpuImage image, PictureInfo showing, float budget)
    {
        if (!ReferenceEquals(image, source))
        {
            Plan.Rebind((ClassifierSystem.ImageKey, image));
            source = image;
        }
        if (!Plan.IsRunning)
            latched = showing;
        // A stepped scene counts slices, so that it does the same on every machine.
        var finished = budget <= 0 ? Whole(frame) : frame.App.IsDeterministic ? Plan.ExecuteSlices(frame.Commands, 1) : Plan.ExecuteBudgeted(frame.Commands, budget);
        if (Probabilities.Length == 0)
            return;
        if (finished)
        {
            Plan.Read(frame.Commands);
            ring[frame.Gpu.FrameCount % RingSize] = (frame.Gpu.FrameCount, latched);
        }
        while (Plan.TryRead(ClassifierSystem.OutputKey, Probabilities, out var about))
            Take(ring[about % RingSize] is var entry && entry.Frame == about ? entry.Picture : new PictureInfo(-1, -1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (name, image) in published)
        {
            images.Withdraw(name, image);
            image.Dispose();
        }
        Plan.Dispose();
    }

    private bool Whole(Frame frame)
    {
        Plan.Execute(frame.Commands);
        return true;
    }

    private void Take(PictureInfo picture)
    {
        Picture = picture;
        Results++;
        if (picture.Label < 0 || picture.Index == counted)
            return;
        counted = picture.Index;
        Judged++;
        Span<int> best = stackalloc int[1];
        if (Top(best) == 1 && best[0] == picture.Label)
            Right++;
    }
}
