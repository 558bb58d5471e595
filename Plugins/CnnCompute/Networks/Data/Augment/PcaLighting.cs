// Changes the colour of the light on pictures at random.
namespace CnnCompute;

/// <summary>
/// AlexNet's lighting (Krizhevsky et al., 2012, 4.1): the principal components of the training set's colours, each times its eigenvalue and a
/// normal number of <paramref name="Deviation"/>, are added to every pixel. The components are those of <see cref="TrainingBatch.Statistics"/>;
/// ImageNet's where there are none.
/// </summary>
[Named("pca-lighting", "Adds multiples of the principal components of the data's colours (AlexNet).")]
public sealed record PcaLighting(float Deviation = 0.1f, float P = 1) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Lighting, plan.Lighting(Deviation), P);

    internal override bool NeedsStatistics => true;
}
