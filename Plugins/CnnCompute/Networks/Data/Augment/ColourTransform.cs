// The base of transforms that change the colours of pictures.
namespace CnnCompute;

/// <summary>
/// A change of colours of 0 to 255: it draws an entry of a table for each sample, and those of a list that follow each other are one pass, or few.
/// </summary>
public abstract record ColourTransform : Transform
{
    /// <summary>Adds what it draws to a table.</summary>
    internal abstract void Draw(ColourPlan plan);

    /// <inheritdoc/>
    public sealed override TrainingBatch Apply(TrainingBatch batch) => TransformPlan.Apply(batch, this);
}
