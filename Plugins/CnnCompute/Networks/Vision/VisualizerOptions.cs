// The settings of a picture that a net answers to: each is declared here, and nowhere else.
using Engine;

namespace CnnCompute;

/// <summary>Settings of <see cref="FeatureVisualizer"/>; the defaults are lucid's but for the number of steps.</summary>
public sealed record VisualizerOptions : Settings
{
    /// <summary>Where an ascent of a scene starts.</summary>
    public static VisualizerOptions Live { get; } = new() { Steps = 512 };

    /// <summary>Pixels, and what makes them look like something: without it the ascent finds noise.</summary>
    public static VisualizerOptions OfPixels { get; } = new() { Pixels = true, TotalVariation = 4, Decay = 2, BlurEvery = 4, Zoom = 0.05f, Turn = 5 };

    /// <summary>Rows of the picture.</summary>
    public int Height { get; init; } = 224;

    /// <summary>Columns.</summary>
    public int Width { get; init; } = 224;

    /// <summary>After how many steps it is done; in a scene it begins anew from other noise then, with 0 never.</summary>
    [Setting("Steps of Adam.", Least = 0, Most = 100_000)]
    public int Steps { get; init; } = 256;

    /// <summary>Adam's rate.</summary>
    [Setting("Adam's rate.", Least = 1e-6, Most = 100), Compiled]
    public float Rate { get; init; } = 0.05f;

    /// <summary>Of the noise it starts from and of all that is random on the way.</summary>
    [Setting("Of the noise that it starts from."), Compiled]
    public int Seed { get; init; }

    /// <summary>Whether the picture is made of pixels instead of frequencies in decorrelated colours; see <see cref="OfPixels"/>.</summary>
    [Setting("Change pixels instead of frequencies in decorrelated colours."), Compiled]
    public bool Pixels { get; init; }

    /// <summary>How far the picture is moved at random before the net sees it.</summary>
    [Setting("Pixels by which the picture is moved at random before the net sees it.", Least = 0, Most = 1024), Compiled]
    public int Jitter { get; init; } = 8;

    /// <summary>How far it is enlarged or shrunk at random.</summary>
    [Setting("Share by which it is enlarged or shrunk at random.", Least = 0, Most = 0.99), Compiled]
    public float Zoom { get; init; } = 0.1f;

    /// <summary>How far it is turned at random.</summary>
    [Setting("Degrees by which it is turned at random.", Least = 0, Most = 180), Compiled]
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

    /// <summary>For a picture of that size, which moves by an eighth of its side at most; pixels get what makes them look like something.</summary>
    public VisualizerOptions For(int height, int width)
    {
        var fitting = this with { Height = height, Width = width, Jitter = Math.Min(Jitter, Math.Min(height, width) / 8) };
        return Pixels ? fitting with { TotalVariation = OfPixels.TotalVariation, Decay = OfPixels.Decay, BlurEvery = OfPixels.BlurEvery } : fitting;
    }

    internal void Validate()
    {
        this.Check();
        if (Height < 1 || Width < 1 || Jitter >= Math.Min(Height, Width))
            throw new ArgumentException($"a picture of {Width}×{Height} must have pixels, and its jitter {Jitter} must be less");
        if (!(TotalVariation >= 0) || !(Decay >= 0) || BlurEvery < 0 || !(BlurSigma >= 0) || RedirectSteps < 0)
        {
            throw new ArgumentException(
                $"total variation {TotalVariation}, decay {Decay}, smoothing every {BlurEvery} steps by {BlurSigma}, {RedirectSteps} first steps: "
                    + "none may be negative");
        }
    }
}
