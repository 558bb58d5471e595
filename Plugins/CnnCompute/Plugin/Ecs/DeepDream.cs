// A network that dreams upon an image.
using System.Numerics;
using Engine;

namespace CnnCompute;

/// <summary>
/// Publishes, under its entity's name, what a net dreams of an image: a feedback that follows it. All but the model, the layer, the octaves and their scale,
/// guide, mask and size change from one step to the next; those are compiled beside the running dream.
/// </summary>
public record struct DeepDream()
{
    /// <summary>Model file (.safetensors, .onnx); relative paths start at the scene file's folder.</summary>
    public string Model { get; set; } = "";

    /// <summary>Name of the image it dreams upon.</summary>
    public string Image { get; set; } = "";

    /// <summary>What there shall be more of: a layer, or layers, channels, neurons and classes with weights (<c>0.5*fire5+fire8:42</c>). Empty for one that dreams well.</summary>
    public string Layer { get; set; } = "";

    /// <summary>Those the keys go through, with commas between; empty for the net's own.</summary>
    public string Layers { get; set; } = "";

    /// <summary>Mean change of a pixel in a step, in levels of 255.</summary>
    public float Rate { get; set; } = 1.5f;

    /// <summary>Sizes that are dreamt one after the other.</summary>
    public int Octaves { get; set; } = 3;

    /// <summary>How much larger each is than the one before.</summary>
    public float OctaveScale { get; set; } = 1.4f;

    /// <summary>Steps in each octave.</summary>
    public int Steps { get; set; } = 2;

    /// <summary>Pixels by which the picture is rolled at most before each step.</summary>
    public int Jitter { get; set; } = 16;

    /// <summary>Deviation of the blur that smooths the gradient, in pixels; 0 for none.</summary>
    public float Smoothing { get; set; } = 0.5f;

    /// <summary>Share of the image in what each dream begins from; the rest is the last dream.</summary>
    public float Blend { get; set; } = 0.15f;

    /// <summary>Enlargement of the last dream before the next one.</summary>
    public float Zoom { get; set; } = 1;

    /// <summary>Degrees by which it is turned, clockwise.</summary>
    public float Rotate { get; set; } = 0;

    /// <summary>Shares of its width and height by which it is moved, to the right and down.</summary>
    public Vector2 Shift { get; set; } = Vector2.Zero;

    /// <summary>A picture file whose features the dream shall resemble; none if empty.</summary>
    public string Guide { get; set; } = "";

    /// <summary>A picture file, white where the image may change; everywhere if empty.</summary>
    public string Mask { get; set; } = "";

    /// <summary>How bytes become input (torch, tf128, signed, unit, byte); empty for what the model says.</summary>
    public string Norm { get; set; } = "";

    /// <summary>Width of the dream.</summary>
    public int Width { get; set; } = 256;

    /// <summary>Height of the dream.</summary>
    public int Height { get; set; } = 192;

    /// <summary>Milliseconds of each frame it may take.</summary>
    public float Budget { get; set; } = 10;

    /// <summary>Seed of the jitter.</summary>
    public int Seed { get; set; } = 0;

    /// <summary>Counting it up begins anew from the image.</summary>
    public int Start { get; set; } = 0;
}
