// Feed-forward styles on an image: one or two painters, blended, masked, at once or over several frames.
using Engine;

namespace CnnCompute;

/// <summary>
/// A plan from one image to another: resized, painted by one painter or two, mixed, written. Per run: <see cref="Blend"/>, the second painter's
/// share, and <see cref="Strength"/>, that of the painted picture over the original. A mask multiplies the second painter's share; of one painter
/// alone it multiplies the strength.
/// </summary>
public sealed class StyleNets : Computation
{
    private const string ContentKey = "content", ShownKey = "shown", BlendName = "blend", StrengthName = "strength";

    /// <summary>Compiles the plan.</summary>
    /// <param name="weights">Where the nets' weights live.</param>
    /// <param name="painters">One or two.</param>
    /// <param name="height">Rows that are painted.</param>
    /// <param name="width">Columns.</param>
    /// <param name="mask">Where.</param>
    /// <param name="content">The picture; any other can be bound later.</param>
    /// <param name="shown">What is written, of any size.</param>
    /// <param name="options">How the plan is compiled; budgeted to be spread over frames.</param>
    /// <exception cref="ArgumentException">There are no painters, or more than two.</exception>
    /// <exception cref="InvalidDataException">A net gives no pictures.</exception>
    public StyleNets(
        Residence weights, IReadOnlyList<IStylePainter> painters, int height, int width, StyleMask mask, GpuImage content, GpuImage shown,
        PlanOptions? options = null)
        : base(weights)
    {
        if (painters.Count is not (1 or 2))
            throw new ArgumentException($"{painters.Count} style nets; one or two can be mixed");
        var graph = new Graph();
        var x = graph.FromImage(ContentKey, height, width, PixelNorm.Unit);
        Tensor[] painted = [.. painters.Select(p => Whole(p, x))];
        Tensor blend = graph.Value(BlendName), strength = graph.Value(StrengthName);
        if (mask.Append(graph, height, width) is var (shares, own))
        {
            (blend, strength) = painters.Count == 2 ? (blend * shares, strength) : (blend, strength * shares);
            OwnState(own is null ? [] : [own]);
        }
        var mixed = painters.Count == 2 ? painted[0] + (painted[1] - painted[0]) * blend : painted[0];
        var result = x + (mixed - x) * strength;
        using var construction = Constructing();
        Plan = Compile([result.ToImage(ShownKey)], [], [(ContentKey, content), (ShownKey, shown), .. mask.Images],
            options ?? new PlanOptions { Name = "style nets" });
        Blend = 0.5f;
        Strength = Alpha = 1;
        construction.Complete();
    }

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>The second painter's share, 0..1; from the next run on.</summary>
    public float Blend
    {
        get;
        set => Set(BlendName, field = Math.Clamp(value, 0, 1));
    }

    /// <summary>The painted picture's share, the rest being the original.</summary>
    public float Strength
    {
        get;
        set => Set(StrengthName, field = Math.Clamp(value, 0, 1));
    }

    /// <summary>How much of its style an <see cref="AdaIN"/> among the painters takes.</summary>
    public float Alpha
    {
        get;
        set => Set(AdaIN.AlphaName, field = Math.Clamp(value, 0, 1));
    }

    /// <summary>Looks at another image, of any size.</summary>
    public void Rebind(GpuImage content) => Plan.Rebind((ContentKey, content));

    /// <summary>
    /// The size to paint at: <paramref name="width"/> columns (0: as many as the picture has), rows in the picture's proportions where
    /// <paramref name="height"/> is 0, both multiples of 4 as the nets want them.
    /// </summary>
    public static (int Height, int Width) SizeFor(int pictureWidth, int pictureHeight, int width, int height)
    {
        static int Four(double side) => Math.Clamp((int)Math.Round(side / 4) * 4, 16, 4096);
        var columns = width > 0 ? width : height > 0 ? (double)height * pictureWidth / pictureHeight : pictureWidth;
        return (Four(height > 0 ? height : columns * pictureHeight / pictureWidth), Four(columns));
    }

    /// <summary>A side as nets see it: a multiple of 4, by which they shrink and enlarge, and as long as their borders need.</summary>
    public static int Padded(int side) => Math.Max(16, (side + 3) / 4 * 4);

    /// <summary>The size of a picture whose longer side becomes <paramref name="side"/>, in its own proportions.</summary>
    public static (int Height, int Width) Scaled(int pictureWidth, int pictureHeight, int side)
    {
        var scale = (double)side / Math.Max(pictureWidth, pictureHeight);
        return (Math.Max(1, (int)Math.Round(pictureHeight * scale)), Math.Max(1, (int)Math.Round(pictureWidth * scale)));
    }

    // What is missing is mirrored below and to the right, and cut off again.
    private static Tensor Whole(IStylePainter painter, Tensor x)
    {
        var (height, width) = (x.Shape[2], x.Shape[3]);
        var (rows, columns) = (Padded(height) - height, Padded(width) - width);
        if (rows == 0 && columns == 0)
            return painter.Paint(x);
        var y = painter.Paint(x.Pad([0, columns, 0, rows], rows < height && columns < width ? PadMode.Reflect : PadMode.Replicate));
        return y.Slice(2, 0, height).Slice(3, 0, width);
    }

    private void Set(string name, float value)
    {
        if (Plan.HasValue(name))
            Plan.Set(name, value);
    }
}
