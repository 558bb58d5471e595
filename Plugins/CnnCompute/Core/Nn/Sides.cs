// Four numbers for the sides of a picture, or one for all.
namespace CnnCompute;

/// <summary>Paddings of the four sides in PyTorch's order; an int stands for all, as nn.ReflectionPad2d takes them.</summary>
/// <param name="Left">Before the first column.</param>
/// <param name="Right">Behind the last.</param>
/// <param name="Top">Above the first row.</param>
/// <param name="Bottom">Below the last.</param>
public readonly record struct Sides(int Left, int Right, int Top, int Bottom)
{
    /// <summary>The same number on all sides.</summary>
    public static implicit operator Sides(int all) => new(all, all, all, all);

    /// <summary>Left, right, top, bottom.</summary>
    public static implicit operator Sides((int Left, int Right, int Top, int Bottom) sides) => new(sides.Left, sides.Right, sides.Top, sides.Bottom);

    /// <summary>The picture with these borders.</summary>
    internal Tensor Pad(Tensor x, PadMode mode, double value = 0) => x.Pad([Left, Right, Top, Bottom], mode, value);
}
