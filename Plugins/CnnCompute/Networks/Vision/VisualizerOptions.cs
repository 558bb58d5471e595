// How pictures are made that a net answers to.
namespace CnnCompute;

/// <summary>Settings of <see cref="FeatureVisualizer"/>; the defaults are lucid's but for the number of steps.</summary>
public sealed record VisualizerOptions
{
    /// <summary>Rows of the picture.</summary>
    public int Height { get; init; } = 224;

    /// <summary>Columns.</summary>
    public int Width { get; init; } = 224;

    /// <summary>Steps of Adam.</summary>
    public int Steps { get; init; } = 256;

    /// <summary>Adam's rate.</summary>
    public float Rate { get; init; } = 0.05f;

    /// <summary>Of the noise it starts from and of all that is random on the way.</summary>
    public int Seed { get; init; }

    /// <summary>Whether the picture is made of frequencies in decorrelated colours instead of pixels.</summary>
    public bool Fourier { get; init; } = true;

    /// <summary>Pixels by which the picture is moved at random before the net sees it.</summary>
    public int Jitter { get; init; } = 8;

    /// <summary>Share by which it is enlarged or shrunk at random.</summary>
    public float Zoom { get; init; } = 0.1f;

    /// <summary>Degrees by which it is turned at random.</summary>
    public float Turn { get; init; } = 10;

    /// <summary>Weight of the mean difference of neighbouring values.</summary>
    public float TotalVariation { get; init; }

    /// <summary>Weight of the mean square distance from grey.</summary>
    public float Decay { get; init; }

    /// <summary>Steps between smoothings of the pixels; 0 for none. Frequencies have no use for it.</summary>
    public int BlurEvery { get; init; }

    /// <summary>Pixels of the smoothing's deviation.</summary>
    public float BlurSigma { get; init; } = 0.6f;

    /// <summary>First steps in which rectifiers that are all off let the gradient through.</summary>
    public int RedirectSteps { get; init; } = 16;

    /// <summary>Pixels, and what makes them look like something: without it the ascent finds noise.</summary>
    public static VisualizerOptions Pixels { get; } = new() { Fourier = false, TotalVariation = 4, Decay = 2, BlurEvery = 4, Zoom = 0.05f, Turn = 5 };

    internal void Check()
    {
        if (Height < 1 || Width < 1 || Steps < 1 || !(Rate > 0))
            throw new ArgumentException($"a picture of {Width}×{Height}, {Steps} steps and a rate of {Rate}: all of them must be positive");
        if (Jitter < 0 || Jitter >= Math.Min(Height, Width) || !(Zoom is >= 0 and < 1) || !(Turn is >= 0 and <= 180))
            throw new ArgumentException($"jitter {Jitter} must be less than the picture's {Width}×{Height}, zoom {Zoom} less than 1 and turn {Turn} at most 180 degrees; none is negative");
        if (!(TotalVariation >= 0) || !(Decay >= 0) || BlurEvery < 0 || !(BlurSigma >= 0) || RedirectSteps < 0)
            throw new ArgumentException($"total variation {TotalVariation}, decay {Decay}, smoothing every {BlurEvery} steps by {BlurSigma}, {RedirectSteps} first steps: none may be negative");
    }
}
