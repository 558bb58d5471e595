// Arbitrary style by statistics of channels.
namespace CnnCompute;

/// <summary>
/// Adaptive instance normalisation (Huang and Belongie, "Arbitrary Style Transfer in Real-time with Adaptive Instance Normalization", 2017): the
/// values of a trunk's layer get mean and deviation of a style picture's, channel by channel, and a decoder that was trained to invert the layer
/// makes a picture of them. Styles are measured once, by the updates of <see cref="Measure"/>; the value <see cref="AlphaName"/> says how much of
/// them is taken, 0 being what the decoder makes of the content.
/// </summary>
public sealed class AdaIN : Computation, IStylePainter
{
    /// <summary>Name of the value that says how much of the style is taken, 0..1.</summary>
    public const string AlphaName = "alpha";

    private const float Eps = 1e-5f;
    private readonly Trunk encoder;
    private readonly string layer;
    private readonly ModelFile decoder;
    private readonly Parameter style;

    /// <summary>
    /// A painter by the layer <paramref name="layer"/> and a decoder whose input are that layer's values, its output pictures of 0..1.
    /// </summary>
    /// <param name="weights">Holds the nets' weights, and the style until this is disposed, which is after the plans that paint.</param>
    /// <param name="encoder">The net that has the layer.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="decoder">The net that makes a picture of the layer's values.</param>
    /// <param name="height">Rows of the pictures, by which the layer is found.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="ArgumentException">The layer does not exist or is no map.</exception>
    /// <exception cref="InvalidDataException">The decoder takes another number of channels.</exception>
    public AdaIN(Residence weights, Trunk encoder, string layer, ModelFile decoder, int height, int width) : base(weights)
    {
        (this.encoder, this.layer, this.decoder) = (encoder, layer, decoder);
        var map = StyleLosses.MapOf(encoder.Apply(new Graph().Input("picture", 1, 3, height, width)), layer);
        if (decoder.Channels != map.Shape[1])
        {
            throw new InvalidDataException($"{decoder.Path}: decodes values [N,{decoder.Channels},H,W], but layer \"{layer}\" of "
                + $"{encoder.Model.Path} gives {map.Shape}; a decoder of {map.Shape[1]} channels is needed, or another layer");
        }
        decoder.Module.Eval();
        style = State("style statistics", new Shape(1, map.Shape[1], 2));
    }

    /// <inheritdoc/>
    public string Name => "AdaIN";

    /// <summary>Appends the encoder to a style picture [1,3,H,W] and the update that makes it the style.</summary>
    public Tensor Measure(Tensor picture) => Statistics(StyleLosses.MapOf(encoder.Apply(picture), layer)).AssignTo(style);

    /// <inheritdoc/>
    public Tensor Paint(Tensor pictures)
    {
        var map = StyleLosses.MapOf(encoder.Apply(pictures), layer);
        var y = decoder.Module.Forward(Blend(map, pictures.Graph.Parameter(style), pictures.Graph.Value(AlphaName)));
        if (y.Shape.Rank != 4 || y.Shape[1] != 3)
            throw new InvalidDataException($"{decoder.Path}: gives {y.Shape} for {map.Shape}; a decoder gives pictures of three channels");
        var (height, width) = (pictures.Shape[2], pictures.Shape[3]);
        return ((y.Shape[2], y.Shape[3]) == (height, width) ? y : y.Interpolate(height, width, ResizeMode.Linear)).Clamp(0, 1);
    }

    /// <summary>
    /// Mean and deviation of each channel of maps [N,C,H,W]: [N,C,2]. The variance is the unbiased one, plus 1e-5, as the authors compute it.
    /// </summary>
    public static Tensor Statistics(Tensor map)
    {
        var (all, count) = (map.GroupStatistics(map.Shape[1]), (float)map.Shape[2] * map.Shape[3]);
        var unbiased = all.Slice(2, 1, 1) * (count / Math.Max(1, count - 1));
        return Tensor.Concat(2, all.Slice(2, 0, 1), (unbiased + Eps).Sqrt());
    }

    /// <summary>Maps [N,C,H,W] with the statistics [1,C,2] or [N,C,2] in place of their own, blended with them as they were: alpha 0.</summary>
    public static Tensor Blend(Tensor map, Tensor statistics, Tensor alpha)
    {
        var own = Statistics(map);
        Tensor Row(Tensor t, int i) => t.Slice(2, i, 1).Reshape(t.Shape[0], t.Shape[1], 1, 1);
        var swapped = (map - Row(own, 0)) / Row(own, 1) * Row(statistics, 1) + Row(statistics, 0);
        return map + (swapped - map) * alpha;
    }
}
