// A height and a width, or one number for both.
namespace CnnCompute;

/// <summary>Sizes, strides or paddings along height and width; an int stands for both, as in PyTorch.</summary>
/// <param name="H">Along height.</param>
/// <param name="W">Along width.</param>
public readonly record struct Pair(int H, int W)
{
    /// <summary>The same number for both.</summary>
    public static implicit operator Pair(int both) => new(both, both);

    /// <summary>Height, then width.</summary>
    public static implicit operator Pair((int H, int W) pair) => new(pair.H, pair.W);

    /// <summary>Height, then width.</summary>
    public static implicit operator (int H, int W)(Pair pair) => (pair.H, pair.W);
}
