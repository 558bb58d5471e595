// The running side of transforms in a scene.
using Engine;

namespace CnnCompute;

/// <summary>What runs for an entity with an <see cref="Augmentation"/>; disposed with it.</summary>
internal sealed class AugmentedView : ILive<Augmentation>
{
    private const string Source = "source", Samples = "samples", Key = "key";
    private static readonly Limits Sizes = new(16, 2048), Counts = new(1, 64);
    private readonly Images images;
    private readonly Residence weights;
    private readonly Plan plan;
    private readonly GpuImage picture;
    private readonly LogOnce said = new();
    private readonly string name;
    private readonly int[] samples;
    private Augmentation wanted;
    private GpuImage source;
    private int drawn;

    private AugmentedView(Frame frame, string name, in Augmentation wanted)
    {
        var app = frame.App;
        (images, this.name, this.wanted) = (app.Images, name, wanted);
        source = images.Find(wanted.Image)!;
        var words = new List<string>();
        var (size, count) = (Sizes.Take("size", wanted.Size, words), Counts.Take("count", wanted.Count, words));
        foreach (var word in words)
            said.Warning($"augmentation {name}: {word}");
        var transforms = CnnCompute.Transforms.Parse(wanted.Transforms);
        samples = [.. Enumerable.Range(0, count)];
        var columns = (int)Math.Ceiling(Math.Sqrt(count));
        var side = size / columns;
        weights = new Residence(frame.Gpu);
        picture = frame.Gpu.Image(side * columns, side * ((count + columns - 1) / columns), name);
        try
        {
            var graph = new Graph();
            var seen = graph.FromImage(Source, side, side, PixelNorm.Byte, fit: ImageFit.Cover);
            var numbers = graph.Value(Samples, new Shape(count), DType.I32);
            var batch = new TrainingBatch(seen.BroadcastTo(new Shape(count, 3, side, side)), numbers, numbers,
                graph.Value(Key, new Shape(2), DType.I32), count);
            var shown = TransformPlan.Apply(batch, [.. transforms]).Images.ToImage(name, max: 255, columns: columns);
            plan = Plan.Compile(weights, [shown], [], [(Source, source), (name, picture)], app.PlansFor(name, wanted.Budget));
            images.Publish(name, picture);
        }
        catch
        {
            plan?.Dispose();
            weights.Dispose();
            picture.Dispose();
            throw;
        }
    }

    /// <summary>How often all was drawn anew.</summary>
    public int Drawn => drawn;

    /// <summary>What readouts show of it: the transforms.</summary>
    public static Readings<AugmentedView> Readings { get; } = new()
    {
        { "transforms", static (view, _, text) => text.Append($"{view.wanted.Transforms}") },
    };

    /// <summary>Compiles.</summary>
    public static AugmentedView Compile(Frame frame, Entity entity, Augmentation wanted) => new(frame, frame.World.NameOf(entity), wanted);

    /// <inheritdoc/>
    public bool Takes(in Augmentation other)
    {
        if (!other.IsRunAs(wanted))
            return false;
        wanted = other;
        return true;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        if (!images.TryGet(wanted.Image, out var image))
        {
            said.Warning("image", $"augmentation {name} changes an image that nothing in the scene publishes any more; there are: {images.List()}");
            return;
        }
        said.Forget("image");
        if (!plan.IsRunning)
        {
            if (!ReferenceEquals(image, source))
            {
                plan.Rebind((Source, image));
                source = image;
            }
            drawn = (int)(frame.Index / Math.Max(1, wanted.Interval));
            Span<int> key = [wanted.Seed, drawn];
            if (plan.HasValue(Key))
                plan.SetInt(Key, key);
            if (plan.HasValue(Samples))
                plan.SetInt(Samples, samples);
        }
        frame.Advance(plan, wanted.Budget);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        images.Withdraw(name, picture);
        plan.Dispose();
        weights.Dispose();
        picture.Dispose();
    }
}
