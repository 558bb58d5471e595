// A tensor as a picture on the device: RGB, grey or by a colour map, one picture or many as tiles.
namespace CnnCompute;

/// <summary>How values become colours.</summary>
public enum ColourMap
{
    /// <summary>Three channels are red, green and blue.</summary>
    Rgb,

    /// <summary>Every channel is a grey tile of its own.</summary>
    Grey,

    /// <summary>Every channel is a tile in dark blue, green, yellow (after matplotlib's viridis).</summary>
    Viridis,

    /// <summary>Every channel is a tile in blue, white, red, white at the middle of the range.</summary>
    Diverging,

    /// <summary>Every channel is a tile in black, purple, orange, pale yellow (after matplotlib's inferno): heat that fades to black.</summary>
    Inferno,

    /// <summary>Every channel is a tile in the colours of the rainbow (after Mikhailov's turbo): heat of which small differences show.</summary>
    Turbo,
}

/// <summary>
/// Writes [N,C,H,W] to the image bound as <paramref name="Image"/>, scaled to fill it (nearest pixel): <paramref name="Min"/> is black (or the map's
/// first colour), <paramref name="Max"/> white. Several tiles (N of RGB, else N*C) lie in rows of <paramref name="Columns"/>, <paramref name="Gap"/>
/// transparent pixels apart. An optional second input of two numbers replaces Min and Max at every run.
/// </summary>
public sealed record ToImageOp(string Image, ColourMap Map, float Min, float Max, int Columns, int Gap) : ImageSinkOp
{
    // Images larger than their tiles are covered by striding, so at least so many threads should be there.
    private const int LeastThreads = 1 << 14;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        if (inputs[0].Rank != 4 || (Map == ColourMap.Rgb && inputs[0][1] != 3))
            throw ShapeException.For(this, inputs, Map == ColourMap.Rgb ? "the input must be [N,3,H,W]" : "the input must be [N,C,H,W]");
        if (inputs.Length > 1 && inputs[1].Count != 2)
            throw ShapeException.For(this, inputs, "the range must be two numbers");
        return Columns > 0 && Gap >= 0
            ? Shape.Scalar
            : throw ShapeException.For(this, inputs, $"{Columns} columns with a gap of {Gap} are not possible");
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        var tiles = Map == ColourMap.Rgb ? x[0] : x[0] * x[1];
        var columns = Math.Min(Columns, tiles);
        var rows = (tiles + columns - 1) / columns;
        var threads = Math.Max((long)LeastThreads, (long)columns * (x[3] + Gap) * rows * (x[2] + Gap));
        threads = Math.Min(threads, 1 << 20);
        PushWord[] push = [(int)threads, x[1], x[2], x[3], tiles, columns, rows, Gap, Min, Max];
        var step = node.Inputs.Count == 1
            ? new Step("Cnn/to_image", Threads.For(threads), push, Operand.In(0), Operand.Image(Image))
            : new Step("Cnn/to_image_range", Threads.For(threads), push, Operand.In(0), Operand.In(1), Operand.Image(Image));
        yield return new Recipe("plain", [step with { Constants = [(1, (uint)Map)] }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Writes this [N,C,H,W] to the image bound as <paramref name="image"/>: three channels as RGB, others as grey tiles unless
    /// <paramref name="map"/> says otherwise, in about square rows unless <paramref name="columns"/> does. <paramref name="range"/> [2] (least, most)
    /// may change at every run.
    /// </summary>
    public Tensor ToImage(string image, float min = 0, float max = 1, ColourMap? map = null, int columns = 0, int gap = 0, Tensor? range = null)
    {
        var chosen = map ?? (Shape.Rank == 4 && Shape[1] == 3 ? ColourMap.Rgb : ColourMap.Grey);
        var tiles = Shape.Rank < 2 ? 1 : chosen == ColourMap.Rgb ? Shape[0] : Shape[0] * Shape[1];
        var op = new ToImageOp(image, chosen, min, max, columns > 0 ? columns : (int)Math.Ceiling(Math.Sqrt(tiles)), gap);
        return range is { } r ? Graph.Append(op, this, r) : Graph.Append(op, this);
    }
}
