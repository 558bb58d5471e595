// What a classifier, or a taught camera, says, as bars.
using Engine;

namespace CnnCompute;

/// <summary>On an entity with a BarChart: a bar for each of the most probable classes, the true one marked.</summary>
public record struct ClassBars()
{
    /// <summary>The classifier, or a <see cref="Teach"/>, whose classes stand in their order and have the named one marked.</summary>
    public Entity Classifier { get; set; } = Entity.Null;

    /// <summary>How many classes.</summary>
    public int Count { get; set; } = 5;
}

/// <summary>The running side of a <see cref="ClassBars"/>: asks the classifier for its bars.</summary>
internal sealed class ClassRows : ILive<ClassBars>
{
    private readonly World world;
    private readonly Entity entity;
    private ClassBars wanted;
    private Bars bars;

    private ClassRows(World world, Entity entity, in ClassBars wanted)
    {
        (this.world, this.entity, this.wanted) = (world, entity, wanted);
        bars = world.AddOrGet(entity, new Bars(Rows(wanted)));
        Takes(wanted);
    }

    public static ClassRows Make(Frame frame, Entity entity, ClassBars wanted) => new(frame.World, entity, wanted);

    /// <inheritdoc/>
    public bool Takes(in ClassBars edited)
    {
        wanted = edited;
        if (bars.Values.Length != Rows(wanted))
            world.Set(entity, bars = new Bars(Rows(wanted)));
        return true;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        if (world.Find<Classification>(wanted.Classifier) is { } classification)
            classification.ShowIn(bars);
        else
            world.Find<LiveTeaching>(wanted.Classifier)?.ShowIn(bars);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.Clear(bars.Values);
        foreach (var name in bars.Names)
            name.Set([]);
    }

    private static int Rows(in ClassBars wanted) => Math.Clamp(wanted.Count, 1, 20);
}
