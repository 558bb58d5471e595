// The base of transforms that move the pixels of pictures.
namespace CnnCompute;

/// <summary>A change of places: it draws a matrix for each sample, and those of a list that follow each other are one resampling.</summary>
public abstract record GeometricTransform : Transform
{
    /// <summary>What comes in from outside the picture; null where nothing does.</summary>
    internal virtual (WarpFill Fill, float Value)? Outside => null;

    /// <summary>Adds what it draws to a resampling.</summary>
    internal abstract void Draw(WarpPlan plan);

    /// <inheritdoc/>
    public sealed override TrainingBatch Apply(TrainingBatch batch) => TransformPlan.Apply(batch, this);
}
