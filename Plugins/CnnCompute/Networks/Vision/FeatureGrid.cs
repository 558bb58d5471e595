// One layer's channels as tiles of a picture.
using Engine;

namespace CnnCompute;

/// <summary>Which range of values a tile's colours cover.</summary>
public enum FeatureNormalisation
{
    /// <summary>From zero to four times the layer's mean positive value: faint channels show, and a few strong ones do not darken the rest.</summary>
    Spread,

    /// <summary>Each channel's own least and largest value, as far as they may be apart from the other channels'.</summary>
    Unit,

    /// <summary>The layer's least and largest value: channels can be compared.</summary>
    Module,
}

/// <summary>
/// How a layer is drawn. Maps [N,C,H,W] give a tile a channel, of the first picture; vectors [N,C] a square a value; anything else one tile of all
/// its values in rows as long as its last axis. Where the colours diverge, zero is their middle.
/// </summary>
/// <param name="Map">How values become colours.</param>
/// <param name="Columns">Tiles in a row; 0 for about as many as rows.</param>
/// <param name="First">The first channel.</param>
/// <param name="Count">How many channels; 0 for all that follow.</param>
/// <param name="Normalise">The range of the colours.</param>
public sealed record FeatureGrid(
    [property: Setting("How values become colours."), Compiled] ColourMap Map,
    [property: Setting("Tiles in a row; 0 for about as many as rows."), Compiled] int Columns = 0,
    [property: Setting("The first channel that is shown."), Compiled] int First = 0,
    [property: Setting("How many channels are shown, as far as the layer has them; 0 for all that follow."), Compiled] int Count = 0,
    [property: Setting("Colours cover each channel's own range (unit), the layer's (module), or a spread about its mean."), Compiled]
    FeatureNormalisation Normalise = FeatureNormalisation.Spread) : Settings
{
    /// <summary>Where the tiles of a scene start.</summary>
    public static FeatureGrid Live { get; } = new(ColourMap.Viridis, Columns: 8);

    private const float LeastRange = 1e-3f;
    private const int LeastTileWithGap = 3;

    /// <summary>Appends the layer's picture to its graph, written to the image bound as <paramref name="image"/>.</summary>
    /// <exception cref="ArgumentException">The layer has no such channels.</exception>
    public Tensor ToImage(Tensor layer, string image)
    {
        var tiles = Tiles(layer);
        var (height, width, columns, gap) = (tiles.Shape[2], tiles.Shape[3], ColumnsOf(tiles), Gap(tiles.Shape));
        // Three channels would be taken for a colour otherwise.
        var map = Map == ColourMap.Rgb ? ColourMap.Grey : Map;
        if (Normalise == FeatureNormalisation.Unit && height * width > 1)
        {
            var (low, high) = Range([2, 3], tiles);
            return ((tiles - low) / (high - low).Clamp(min: 1e-12f)).ToImage(image, map: map, columns: columns, gap: gap);
        }
        var (least, most) = Normalise == FeatureNormalisation.Spread ? Spread(layer) : Range([1, 2, 3], tiles);
        return tiles.ToImage(image, map: map, columns: columns, gap: gap, range: Tensor.Concat(0, least.Reshape(1), most.Reshape(1)));
    }

    /// <summary>Width and height of the picture in which every value has one pixel.</summary>
    /// <exception cref="ArgumentException">The layer has no such channels.</exception>
    public (int Width, int Height) Size(Tensor layer)
    {
        var tiles = Tiles(layer);
        var (count, columns, gap) = (tiles.Shape[1], ColumnsOf(tiles), Gap(tiles.Shape));
        return ((columns * (tiles.Shape[3] + gap)) - gap, ((count + columns - 1) / columns * (tiles.Shape[2] + gap)) - gap);
    }

    private static int Gap(Shape tiles) => Math.Min(tiles[2], tiles[3]) < LeastTileWithGap ? 0 : 1;

    private int ColumnsOf(Tensor tiles) => Columns > 0 ? Math.Min(Columns, tiles.Shape[1]) : (int)Math.Ceiling(Math.Sqrt(tiles.Shape[1]));

    private Tensor Tiles(Tensor layer)
    {
        var shape = layer.Shape;
        if (shape.Rank == 0 || layer.Type != DType.F32)
            throw new ArgumentException($"{layer.Node} is no layer of several values");
        var one = shape.Rank > 1 ? layer.Slice(0, 0, 1) : layer;
        one = shape.Rank switch
        {
            4 => one,
            1 or 2 => one.Reshape(1, shape[-1], 1, 1),
            _ => one.Reshape(1, 1, (int)(one.Shape.Count / shape[-1]), shape[-1]),
        };
        var channels = one.Shape[1];
        var count = Count == 0 ? channels - First : Count;
        return First >= 0 && count > 0 && First + count <= channels
            ? one.Slice(1, First, count)
            : throw new ArgumentException($"layer {layer.Node.Name ?? $"{layer}"} {shape}: there are no channels {First} to {First + count - 1}; "
                + $"there are {channels}, 0 to {channels - 1}");
    }

    private (Tensor Least, Tensor Most) Spread(Tensor layer)
    {
        var spread = layer.Relu().Mean().Scale(4, LeastRange);
        return (spread.Scale(Map == ColourMap.Diverging ? -1 : 0), spread);
    }

    private (Tensor Least, Tensor Most) Range(ReadOnlySpan<int> axes, Tensor tiles)
    {
        if (Map != ColourMap.Diverging)
            return (tiles.Min(axes, keepDim: true), tiles.Max(axes, keepDim: true));
        var most = tiles.Abs().Max(axes, keepDim: true);
        return (-most, most);
    }
}
