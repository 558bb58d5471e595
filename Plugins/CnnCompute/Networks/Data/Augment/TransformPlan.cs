// Lists of transforms, joined into few kernels.
namespace CnnCompute;

/// <summary>
/// Applies lists of transforms. Changes of places that follow each other (flips, crops, affine and projective ones) become one matrix for each
/// sample and one resampling: what a later one brings back into the picture is not lost, and nothing is blurred twice; whole pixels stay exact. An
/// elastic one ends such a group, and so does a different kind of fill. Changes of colours that follow each other become one table for each sample
/// and one pass; a second step that needs the whole picture's statistics, or neighbours, begins another.
/// </summary>
public static class TransformPlan
{
    /// <summary>What policies bring in.</summary>
    internal static readonly (WarpFill Fill, float Value) PolicyOutside = (WarpFill.Constant, 0);

    /// <summary>Appends transforms in order.</summary>
    /// <exception cref="ArgumentException">A change of colours comes after pixels were normalised, or a size does not fit.</exception>
    public static TrainingBatch Apply(TrainingBatch batch, params ReadOnlySpan<Transform> transforms)
    {
        WarpPlan? warp = null;
        ColourPlan? colours = null;
        Transform? normalised = null;
        void Finish()
        {
            batch = warp?.Finish() ?? colours?.Finish() ?? batch;
            (warp, colours) = (null, null);
        }
        foreach (var transform in transforms)
        {
            if (normalised is not null && transform is ColourTransform or PolicyTransform)
            {
                throw new ArgumentException($"{Transforms.NameOf(transform)} changes colours of 0 to 255; put it before "
                    + Transforms.NameOf(normalised!));
            }
            switch (transform)
            {
                case GeometricTransform places:
                    if (warp?.Takes(places.Outside) != true)
                        Finish();
                    (warp ??= new WarpPlan(batch)).Join(places);
                    break;
                case ColourTransform change:
                    if (colours is null)
                        Finish();
                    change.Draw(colours ??= new ColourPlan(batch));
                    break;
                case PolicyTransform policy:
                    // Both draw the same numbers.
                    int[] ids = [.. Enumerable.Range(0, policy.Rounds).Select(_ => batch.Samples.Graph.NextRandomId())];
                    if (warp?.Takes(PolicyOutside) != true)
                        Finish();
                    (warp ??= new WarpPlan(batch)).Join(policy, ids);
                    Finish();
                    (colours = new ColourPlan(batch)).Join(policy, ids);
                    break;
                default:
                    Finish();
                    normalised = transform is Normalize or StatisticsTransform ? transform : normalised;
                    batch = transform.Apply(batch);
                    break;
            }
        }
        Finish();
        return batch;
    }
}
