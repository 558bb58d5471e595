// Moves the pixels of pictures as if under water.
namespace CnnCompute;

/// <summary>
/// torchvision's ElasticTransform: numbers between -1 and 1 for each pixel, smoothed by a Gaussian of <paramref name="Sigma"/> pixels, times half of
/// <paramref name="Alpha"/> are its displacement in pixels.
/// </summary>
[Named("elastic-transform", "Moves pixels by smooth random displacements.")]
public sealed record ElasticTransform(float Alpha = 50, float Sigma = 5, WarpFill Fill = WarpFill.Constant, float Value = 0) : GeometricTransform
{
    internal override (WarpFill Fill, float Value)? Outside => (Fill, Value);

    internal override void Draw(WarpPlan plan) =>
        plan.Move(Alpha / 2, Sigma);
}
