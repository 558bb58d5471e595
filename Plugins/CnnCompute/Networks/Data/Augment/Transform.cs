// The base of transforms: steps between a batch's raw bytes and the network, on the device.
namespace CnnCompute;

/// <summary>
/// A step of preprocessing that appends its op to the training graph. What a random one does to a picture depends on (seed, epoch, sample index)
/// alone, never on the batch it is in. <see cref="TransformPlan"/> joins neighbours of a list.
/// </summary>
public abstract record Transform
{
    /// <summary>Appends the step; gives the batch as it is afterwards.</summary>
    public abstract TrainingBatch Apply(TrainingBatch batch);

    /// <summary>Whether it is for training alone; the others prepare pictures for evaluation and use too.</summary>
    internal virtual bool IsRandom => true;

    /// <summary>Whether it takes numbers from <see cref="TrainingBatch.Statistics"/>.</summary>
    internal virtual bool NeedsStatistics => false;

    /// <summary>Whether these must hold the principal components of whole pictures.</summary>
    internal virtual bool Whitens => false;
}
