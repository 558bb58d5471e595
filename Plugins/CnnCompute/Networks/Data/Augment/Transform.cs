// The base of transforms: steps between a batch's raw bytes and the network, on the device.
namespace CnnCompute;

/// <summary>
/// A step of preprocessing that appends its op to the training graph. What a random one does to a picture depends on (seed, epoch, sample index)
/// alone, never on the batch it is in.
/// </summary>
public abstract record Transform
{
    /// <summary>Appends the step.</summary>
    /// <param name="x">Pictures [N,C,H,W]; values 0 to 255 until normalised.</param>
    /// <param name="samples">Indices of the samples, I32 [N].</param>
    /// <param name="key">I32 [2]: the seed and the epoch.</param>
    public abstract Tensor Apply(Tensor x, Tensor samples, Tensor key);
}
