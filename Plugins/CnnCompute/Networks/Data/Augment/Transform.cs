// The base of transforms: steps between a batch's raw bytes and the network, on the device.
namespace CnnCompute;

/// <summary>
/// A step of preprocessing that appends its op to the training graph. What a random one does to a picture depends on (seed, epoch, sample index)
/// alone, never on the batch it is in.
/// </summary>
public abstract record Transform
{
    /// <summary>Appends the step; gives the batch as it is afterwards.</summary>
    public abstract TrainingBatch Apply(TrainingBatch batch);
}
