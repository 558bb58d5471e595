// Keeps a picture that is made from itself again and again from burning out.
namespace CnnCompute;

/// <summary>
/// Each frame of an animation keeps to the colours of the picture it began from, as animations of dreams and of diffusion models do ("colour
/// coherence"): without, each gains contrast until all is black or white. What is near enough stays as it is.
/// </summary>
internal static class ColourCoherence
{
    /// <summary>How far a channel's mean may lie from the source's.</summary>
    public const float Drift = 0.06f;

    /// <summary>How many times the source's deviation a channel may have, beside a little of its own.</summary>
    public const float Growth = 1.25f;

    /// <summary>The deviation that a channel of an even picture may have.</summary>
    public const float Least = 0.02f;

    /// <summary>
    /// Pictures [N,3,H,W] of 0..1, each channel's mean and deviation brought near those of <paramref name="source"/> where they are not.
    /// </summary>
    public static Tensor Of(Tensor picture, Tensor source)
    {
        var ((mean, deviation), (wanted, usual)) = (Statistics(picture), Statistics(source));
        var share = ((usual * Growth + Least) / (deviation + 1e-6f)).Minimum(picture.Graph.Fill(Shape.Scalar, 1));
        return ((picture - mean) * share + wanted + (mean - wanted).Clamp(-Drift, Drift)).Clamp(0, 1);
    }

    private static (Tensor Mean, Tensor Deviation) Statistics(Tensor x)
    {
        var mean = x.Mean([2, 3], keepDim: true);
        return (mean, (x - mean).Square().Mean([2, 3], keepDim: true).Sqrt());
    }
}
