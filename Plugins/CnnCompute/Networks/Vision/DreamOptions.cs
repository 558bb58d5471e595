// The settings of a dream: each is declared here, and nowhere else.
using System.Numerics;
using Engine;

namespace CnnCompute;

/// <summary>
/// How a picture is dreamt (Mordvintsev, Olah and Tyka, "Inceptionism", 2015, whose values are the defaults of rate and jitter; octaves further apart
/// and more steps make more of photographs).
/// </summary>
public sealed record DreamOptions : Settings
{
    /// <summary>What <see cref="Smoothing"/> grows by from the first to the last step of an octave.</summary>
    public const float SmoothingGrowth = 2;

    /// <summary>Where a dream starts that goes on in a scene: fewer steps for each picture, from the last dream for the most part.</summary>
    public static DreamOptions Live { get; } = new() { OctaveScale = 1.4f, Steps = 2, Jitter = 16, Blend = 0.15f };

    /// <summary>What the picture is changed to show more of; see <see cref="CnnCompute.Objective"/> and <see cref="Dream.DefaultLayer"/>.</summary>
    [Setting("What there shall be more of: a layer (mixed_4), a channel of it (mixed_4:42), a neuron (mixed_4:42@row,column), a class (class:281), "
        + "or a sum with weights (0.5*mixed_4+mixed_5:13).", Name = "Layer", Form = "OBJECTIVE",
        Usual = "layer3 of resnet18_features, else a layer two thirds down the net"), Compiled]
    public string Objective { get; init; } = "";

    /// <summary>How many sizes of the picture are dreamt, the smallest first.</summary>
    [Setting("Sizes that are dreamt one after the other.", Least = 1, Most = 12), Compiled]
    public int Octaves { get; init; } = 3;

    /// <summary>The ratio of one size to the one before.</summary>
    [Setting("How much larger each is than the one before.", Least = 1.05, Most = 4), Compiled]
    public float OctaveScale { get; init; } = 2;

    /// <summary>Steps of ascent in each octave.</summary>
    [Setting("Steps in each octave.", Least = 0, Most = 10_000)]
    public int Steps { get; init; } = 20;

    /// <summary>How far each step goes.</summary>
    [Setting("Mean change of a pixel in a step, in levels of 255.", Least = 0, Most = 255)]
    public float Rate { get; init; } = 1.5f;

    /// <summary>Rolls the picture at random, so that no place of the net's grid is favoured.</summary>
    [Setting("Pixels by which the picture is rolled at most before each step.", Least = 0, Most = 1024)]
    public int Jitter { get; init; } = 32;

    /// <summary>That of the first step; it grows by <see cref="SmoothingGrowth"/> over an octave.</summary>
    [Setting("Deviation of the blur that smooths the gradient, in pixels; 0 for none.", Least = 0, Most = 8, Option = "--smooth")]
    public float Smoothing { get; init; } = 0.5f;

    /// <summary>The same one gives the same dream.</summary>
    [Setting("Seed of the jitter."), Compiled]
    public int Seed { get; init; }

    /// <summary>Of a dream that follows a video or itself; the first one begins from the picture alone.</summary>
    [Setting("Share of the new picture in what each frame begins from; the rest is the last dream.", Least = 0, Most = 1,
        Usual = "0.85 of a video, 0 of a picture")]
    public float Blend { get; init; } = 0.85f;

    /// <summary>Enlargement of the last dream before the next one begins from it.</summary>
    [Setting("Enlargement from frame to frame.", Least = 0.25, Most = 4)]
    public float Zoom { get; init; } = 1;

    /// <summary>How far the last dream is turned before the next one begins from it.</summary>
    [Setting("Degrees of turn from frame to frame, clockwise.", Least = -180, Most = 180)]
    public float Rotate { get; init; }

    /// <summary>How far the last dream is moved before the next one begins from it.</summary>
    [Setting("Move from frame to frame, to the right and down, in shares of width and height.", Least = -1, Most = 1)]
    public Vector2 Shift { get; init; }

    /// <summary>Of a dream that goes on from itself alone (<see cref="Blend"/> 0); see <see cref="ColourCoherence"/>.</summary>
    [Setting("How firmly a dream that begins each frame from the last alone keeps to the picture's colours; at 0 it burns out in time.",
        Least = 0, Most = 1)]
    public float Coherence { get; init; } = 1;
}

/// <summary>The picture files of a dream; who opens them gives them to it as <see cref="DreamImages"/>.</summary>
public sealed record DreamFiles : Settings
{
    /// <summary>A dream of any picture, anywhere in it.</summary>
    public static DreamFiles None { get; } = new();

    /// <summary>A file; empty for none.</summary>
    [Setting("A picture whose features the dream shall resemble.", Form = "PICTURE"), Compiled]
    public string Guide { get; init; } = "";

    /// <summary>A file; empty for everywhere.</summary>
    [Setting("A picture: white where the dream may change, black where it may not.", Form = "PICTURE"), Compiled]
    public string Mask { get; init; } = "";
}
