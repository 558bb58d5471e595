// A feed-forward style net as what turns pictures into pictures.
using Engine;

namespace CnnCompute;

/// <summary>Turns pictures [N,3,H,W] of 0..1 into others.</summary>
public interface IStylePainter
{
    /// <summary>Short name, to be shown.</summary>
    string Name { get; }

    /// <summary>Appends it; the result has the same shape and lies within 0..1.</summary>
    /// <exception cref="InvalidDataException">It gives no picture.</exception>
    Tensor Paint(Tensor pictures);
}

/// <summary>
/// A net from picture to picture (Johnson, Alahi and Fei-Fei, 2016). Input and output are in the same unit, which the model says or bytes of 0..255,
/// as those nets are published; what it gives is clamped, as they leave the range at strong edges.
/// </summary>
public sealed class StyleNetPainter : IStylePainter
{
    private readonly ModelFile model;
    private readonly PixelNorm norm;

    /// <summary>A painter by <paramref name="model"/>; <paramref name="norm"/> replaces what the model says of its unit.</summary>
    /// <exception cref="InvalidDataException">The model takes no pictures of three channels.</exception>
    public StyleNetPainter(ModelFile model, PixelNorm? norm = null)
    {
        (this.model, this.norm) = (model, norm ?? model.Norm ?? PixelNorm.Byte);
        if (norm is null && model.Norm is null)
            Log.Warning($"{model.Path}: does not say the unit of its pixels; 0..255 is taken, as most style nets have it (another with --norm)");
        if (model.Channels != 3)
            throw new InvalidDataException($"{model.Path}: takes {model.Channels} channels; a style net takes pictures of three");
        model.Module.Eval();
    }

    /// <inheritdoc/>
    public string Name => Path.GetFileNameWithoutExtension(model.Path);

    /// <inheritdoc/>
    public Tensor Paint(Tensor pictures)
    {
        var (height, width) = (pictures.Shape[2], pictures.Shape[3]);
        // An imported net may be made for one size only.
        var isFixed = model is { Module: OnnxModel, Height: > 0, Width: > 0 } && (model.Height, model.Width) != (height, width);
        var x = isFixed ? pictures.Interpolate(model.Height, model.Width, ResizeMode.Linear) : pictures;
        var y = model.Apply(x.Normalize(norm.FromUnit)).First;
        if (y.Shape.Rank != 4 || y.Shape[1] != 3)
            throw new InvalidDataException($"{model.Path}: gives {y.Shape} for pictures {x.Shape}; a style net gives pictures of three channels");
        y = y.Normalize(norm.ToUnit);
        return ((y.Shape[2], y.Shape[3]) == (height, width) ? y : y.Interpolate(height, width, ResizeMode.Linear)).Clamp(0, 1);
    }
}
