// A heat map over the picture it is about.
namespace CnnCompute;

/// <summary>Pictures of heat maps, within a graph.</summary>
public static class HeatOverlay
{
    // Deviations above the mean that are as hot as it gets: maps of gradients are mostly faint, with a few bright dots.
    private const float Deviations = 3;

    // A map of nothing is cold, not a division by zero.
    private const float Least = 1e-12f;

    /// <summary>
    /// Least and most heat [2] of a map [1,1,h,w] for colours: 0, and three deviations above the mean or the hottest place where that is less, so
    /// that faint maps show.
    /// </summary>
    public static Tensor Range(Tensor heat)
    {
        Tensor mean = heat.Mean(), deviation = (heat - mean).Square().Mean().Sqrt();
        var most = (mean + deviation.Scale(Deviations)).Minimum(heat.Max()).Scale(1, Least).Reshape(1);
        return Tensor.Concat(0, most.Scale(0), most);
    }

    /// <summary>The map alone in colours, as large as asked, [1,3,height,width] of 0..1.</summary>
    public static Tensor Colours(Tensor heat, int height, int width, ColourMap map) =>
        Attribution.Enlarged(heat, height, width).Colourize(map, range: Range(heat));

    /// <summary>The picture [1,3,H,W] of 0..1, mixed with the map's colours; <paramref name="opacity"/> (a number) is their share.</summary>
    public static Tensor Build(Tensor heat, Tensor picture, ColourMap map, Tensor opacity) =>
        picture + ((Colours(heat, picture.Shape[2], picture.Shape[3], map) - picture) * opacity);
}
