// The running side of a training's curves.
using Engine;

namespace CnnCompute;

/// <summary>Gives an entity's line chart the points of a training, also of the one that takes its place.</summary>
internal sealed class TrainingCurvesView : ILive<TrainingCurves>
{
    private const string Loss = "loss", Accuracy = "accuracy";

    private readonly World world;
    private readonly Entity entity;
    private TrainingCurves wanted;

    private TrainingCurvesView(World world, Entity entity, in TrainingCurves wanted)
    {
        (this.world, this.entity) = (world, entity);
        world.AddOrGet(entity, new Lines(Loss));
        Takes(wanted);
    }

    public static TrainingCurvesView Make(Frame frame, Entity entity, TrainingCurves wanted) => new(frame.World, entity, wanted);

    /// <inheritdoc/>
    public bool Takes(in TrainingCurves edited)
    {
        if (edited.Show is not (Loss or Accuracy))
        {
            throw new InvalidOperationException($"curves {world.NameOf(entity)}: a training has no curve \"{edited.Show}\""
                + $"{Spelling.Hint(edited.Show, [Loss, Accuracy])}");
        }
        wanted = edited;
        return true;
    }

    /// <inheritdoc/>
    public void Run(Frame frame)
    {
        if (world.Find<LiveTraining>(wanted.Training) is not { } training)
            return;
        var lines = wanted.Show == Loss ? training.Losses : training.Accuracies;
        if (!ReferenceEquals(world.Find<Lines>(entity), lines))
            world.Set(entity, lines);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The points are the training's.
    }
}
