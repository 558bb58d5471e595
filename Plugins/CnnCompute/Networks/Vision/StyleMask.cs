// Where in a picture a style shows.
using Engine;

namespace CnnCompute;

/// <summary>
/// Shares of 0..1 for every pixel: a shape by name (<c>none</c>: everywhere, <c>split</c>: the right half, <c>circle</c>: inside one,
/// <c>gradient</c>: rising from left to right), or a picture whose brightness they are.
/// </summary>
public sealed class StyleMask
{
    private const string Key = "mask";
    private readonly string shape;
    private readonly GpuImage? picture;

    private StyleMask(string shape, GpuImage? picture) => (this.shape, this.picture) = (shape, picture);

    /// <summary>The shapes by name, in the order in which a key goes through them.</summary>
    public static IReadOnlyList<string> Shapes { get; } = ["none", "split", "circle", "gradient"];

    /// <summary>Everywhere.</summary>
    public static StyleMask None { get; } = new("none", null);

    /// <summary>A shape by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static StyleMask OfShape(string name) => Shapes.Contains(name)
        ? new StyleMask(name, null)
        : throw new ArgumentException(
            $"no mask is called \"{name}\"{Spelling.Hint(name, Shapes)}; there are {string.Join(", ", Shapes)}, and any picture's file name");

    /// <summary>The brightness of a picture, which stays its owner's.</summary>
    public static StyleMask OfPicture(GpuImage picture) => new("", picture);

    /// <summary>What a plan with this mask binds.</summary>
    internal IEnumerable<(string, GpuImage)> Images => picture is null ? [] : [(Key, picture)];

    /// <summary>The shares [1,1,height,width], of a shape as a parameter; null for everywhere.</summary>
    internal (Tensor Shares, Parameter? Own)? Append(Graph graph, int height, int width)
    {
        if (picture is not null)
            return (graph.FromImage(Key, height, width, PixelNorm.Unit, grey: true), null);
        if (shape == "none")
            return null;
        var own = new Parameter($"mask {shape}", new Shape(1, 1, height, width), () => Shares(shape, height, width), requiresGrad: false);
        return (graph.Parameter(own), own);
    }

    /// <summary>A shape's shares; edges are one pixel soft.</summary>
    public static float[] Shares(string shape, int height, int width)
    {
        var shares = new float[height * width];
        for (var i = 0; i < shares.Length; i++)
        {
            float x = i % width + 0.5f - width / 2f, y = i / width + 0.5f - height / 2f;
            shares[i] = shape switch
            {
                "split" => Math.Clamp(x + 0.5f, 0, 1),
                "circle" => Math.Clamp(Math.Min(width, height) * 0.4f - MathF.Sqrt(x * x + y * y) + 0.5f, 0, 1),
                "gradient" => x / width + 0.5f,
                _ => 1,
            };
        }
        return shares;
    }
}
