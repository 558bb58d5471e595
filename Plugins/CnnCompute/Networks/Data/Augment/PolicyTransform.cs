// The base of automatic policies.
namespace CnnCompute;

/// <summary>
/// A choice for each sample of one or more of fourteen changes, of places and of colours: what is chosen becomes a matrix or an entry of a table, so
/// that it costs one resampling and a pass of colours for each round.
/// </summary>
public abstract record PolicyTransform : Transform
{
    /// <summary>How many changes are chosen.</summary>
    internal abstract int Rounds { get; }

    /// <summary>How strong changes are: letters A to H of <see cref="RandomWarp.Policy"/> and <see cref="RandomColour.Policy"/>.</summary>
    internal abstract DrawRange Range(int height, int width);

    /// <inheritdoc/>
    public sealed override TrainingBatch Apply(TrainingBatch batch) => TransformPlan.Apply(batch, this);
}
