// Makes pictures of a data set fit a net that was made for others.
namespace CnnCompute;

/// <summary>
/// Resizes pictures to <paramref name="Side"/>×<paramref name="Side"/> (bilinear, antialiased; 0 leaves their size) and makes them grey (Rec. 601) or
/// coloured as a net of <paramref name="Channels"/> channels wants them (0 leaves them). Comes before the normalisation.
/// </summary>
[Named("fit", "Resizes pictures to a square and makes them grey or coloured, for a net that was trained on others.")]
public sealed record FitPictures(int Side = 0, int Channels = 0) : Transform
{
    // As Photograph and FromImage make grey.
    private static readonly Parameter Luminance = new("luminance", new Shape(1, 3, 1, 1), [0.299f, 0.587f, 0.114f], requiresGrad: false);

    /// <inheritdoc/>
    public override TrainingBatch Apply(TrainingBatch batch) => batch with { Images = Apply(batch.Images) };

    /// <summary>Pictures [N,C,H,W] of bytes, fitted.</summary>
    /// <exception cref="ShapeException">Pictures of so many channels cannot have the channels that are wanted.</exception>
    public Tensor Apply(Tensor pictures)
    {
        var x = (pictures.Shape[1], Channels) switch
        {
            (var has, var wanted) when wanted == 0 || has == wanted => pictures,
            (1, 3) => Tensor.Concat(1, pictures, pictures, pictures),
            (3, 1) => pictures.Conv2d(pictures.Graph.Parameter(Luminance)),
            _ => throw new ShapeException($"Pictures {pictures.Shape} cannot have {Channels} channels: one and three become each other"),
        };
        return Side == 0 || (x.Shape[2], x.Shape[3]) == (Side, Side) ? x : x.Interpolate(Side, Side, ResizeMode.Linear, antialias: true);
    }
}
