// Moves, turns, scales and lights a stream of pictures on the device, as a hand-held camera would.
namespace Engine;

/// <summary>Publishes, under its entity's name, <see cref="Image"/> in slow motion of its own.</summary>
public record struct Motion()
{
    /// <summary>Name of the image that is moved.</summary>
    public string Image { get; set; } = "";

    /// <summary>Width and height of the result.</summary>
    public int Size { get; set; } = 256;

    /// <summary>Farthest shift, as a share of the picture.</summary>
    public float Move { get; set; } = 0.06f;

    /// <summary>Largest change of size: 0.1 is from 0.9 to 1.1.</summary>
    public float Scale { get; set; } = 0.1f;

    /// <summary>Largest turn in degrees.</summary>
    public float Turn { get; set; } = 6;

    /// <summary>Largest change of brightness: 0.2 is from 0.8 to 1.2.</summary>
    public float Light { get; set; } = 0.2f;

    /// <summary>Seconds one swing takes.</summary>
    public float Period { get; set; } = 4;
}
