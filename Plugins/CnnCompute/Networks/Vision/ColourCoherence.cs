// Keeps a picture that is made from itself again and again from burning out.
namespace CnnCompute;

/// <summary>
/// Each frame of an animation takes the colours of the picture it began from, as animations of dreams and of diffusion models do ("colour
/// coherence"): without, each gains contrast until all is black or white.
/// </summary>
internal static class ColourCoherence
{
    // The square of a tenth of a level of 255: what has no contrast is not divided by it.
    private const float Even = 1.5e-7f;

    /// <summary>
    /// Pictures [N,3,H,W] of 0..1 with each channel's mean in <paramref name="source"/>, and at most its deviation there.
    /// </summary>
    public static Tensor Of(Tensor picture, Tensor source)
    {
        var ((mean, deviation), (wanted, most)) = (Statistics(picture), Statistics(source));
        return ((picture - mean) * (most / deviation).Minimum(picture.Graph.Fill(Shape.Scalar, 1)) + wanted).Clamp(0, 1);
    }

    private static (Tensor Mean, Tensor Deviation) Statistics(Tensor x)
    {
        var mean = x.Mean([2, 3], keepDim: true);
        return (mean, ((x - mean).Square().Mean([2, 3], keepDim: true) + Even).Sqrt());
    }
}
