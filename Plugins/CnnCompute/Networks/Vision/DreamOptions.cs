// The settings of a dream, and what becomes of those that make no sense.
using System.Globalization;

namespace CnnCompute;

/// <summary>
/// How a picture is dreamt (Mordvintsev, Olah and Tyka, "Inceptionism", 2015, whose values are the defaults of octaves, steps, rate and jitter).
/// The first ones fix what is compiled; <see cref="Rate"/> and those after it may change from step to step.
/// </summary>
public sealed record DreamOptions
{
    /// <summary>What the picture is changed to show more of; see <see cref="CnnCompute.Objective"/>.</summary>
    public required string Objective { get; init; }

    /// <summary>How many sizes of the picture are dreamt one after the other, the smallest first.</summary>
    public int Octaves { get; init; } = 4;

    /// <summary>How much larger each is than the one before.</summary>
    public float OctaveScale { get; init; } = 1.4f;

    /// <summary>Steps of ascent in each octave.</summary>
    public int Steps { get; init; } = 10;

    /// <summary>Mean change of a pixel in one step, in levels of 255.</summary>
    public float Rate { get; init; } = 1.5f;

    /// <summary>Pixels by which the picture is rolled at most before each step, so that no place of the net's grid is favoured.</summary>
    public int Jitter { get; init; } = 32;

    /// <summary>
    /// Deviation, in pixels, of the blur that smooths the gradient in the first step; it grows by <see cref="SmoothingGrowth"/> over an octave. 0: none.
    /// </summary>
    public float Smoothing { get; init; } = 0.5f;

    /// <summary>Seed of the jitter.</summary>
    public int Seed { get; init; }

    /// <summary>Share of the new picture in what a dream of a video or camera begins from; the rest is the last dream.</summary>
    public float Blend { get; init; } = 0.85f;

    /// <summary>Enlargement of the last dream before the next one begins from it.</summary>
    public float Zoom { get; init; } = 1;

    /// <summary>Degrees by which it is turned, clockwise.</summary>
    public float Rotate { get; init; }

    /// <summary>Share of its width by which it is moved to the right.</summary>
    public float ShiftX { get; init; }

    /// <summary>Share of its height by which it is moved down.</summary>
    public float ShiftY { get; init; }

    /// <summary>What <see cref="Smoothing"/> grows by from the first to the last step of an octave.</summary>
    public const float SmoothingGrowth = 2;

    /// <summary>These settings within what is possible; <paramref name="said"/> gets a sentence for each that was not.</summary>
    public DreamOptions Clamped(ICollection<string> said)
    {
        return this with
        {
            Octaves = (int)Within("octaves", Octaves, 1, 12),
            OctaveScale = Within("octave scale", OctaveScale, 1.05f, 4),
            Steps = (int)Within("steps", Steps, 0, 10_000),
            Rate = Within("rate", Rate, 0, 255),
            Jitter = (int)Within("jitter", Jitter, 0, 1024),
            Smoothing = Within("smoothing", Smoothing, 0, 8),
            Blend = Within("blend", Blend, 0, 1),
            Zoom = Within("zoom", Zoom, 0.25f, 4),
            Rotate = Within("rotation", Rotate, -180, 180),
            ShiftX = Within("shift", ShiftX, -1, 1),
            ShiftY = Within("shift", ShiftY, -1, 1),
        };

        float Within(string name, float value, float least, float most)
        {
            // Not a number is less than nothing, so it is written as what it cannot be.
            var clamped = value >= least ? Math.Min(value, most) : least;
            if (clamped != value)
                said.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {value} is not possible; {clamped} is taken ({least} to {most})"));
            return clamped;
        }
    }
}
