// How a model takes pictures: sizes, the place of its channels, its batch.
namespace CnnCompute;

/// <summary>A model's input as pictures.</summary>
/// <param name="Batch">Pictures at once; -1 where the model takes any number.</param>
/// <param name="Channels">1 for grey, 3 for colours, 4 with opacity.</param>
/// <param name="Height">Rows; -1 where the model takes any.</param>
/// <param name="Width">Columns; -1 where the model takes any.</param>
public sealed record PictureInput(int Batch, int Channels, int Height, int Width)
{
    private const int Colours = 3;

    /// <summary>Whether the channels come last: [N,H,W,C].</summary>
    public bool IsChannelsLast { get; init; }

    /// <summary>Whether there is an axis of pictures at all.</summary>
    public bool HasBatch { get; init; } = true;

    /// <summary>Whether it takes whole numbers, the bytes of pictures.</summary>
    public bool IsInteger { get; init; }

    /// <summary>How an input of an ONNX file takes pictures; null where it takes none.</summary>
    public static PictureInput? OfPort(OnnxPort port) => Of(port.Dimensions, port.Type == DType.I32);

    /// <summary>
    /// Reads sizes, -1 where one is open: [N,C,H,W], [N,H,W,C], or either without N, told by which axis has 1, 3 or 4 elements. Null where it is no
    /// picture.
    /// </summary>
    internal static PictureInput? Of(IReadOnlyList<int> dims, bool isInteger)
    {
        static bool IsChannels(int d) => d is 1 or 3 or 4;
        var (batch, rest) = dims.Count switch
        {
            4 => (dims[0], dims.Skip(1).ToArray()),
            3 => (1, dims.ToArray()),
            _ => (0, []),
        };
        if (rest.Length == 0 || batch == 0 || rest.Contains(0))
            return null;
        var hasBatch = dims.Count == 4;
        return rest switch
        {
            [var c, var h, var w] when IsChannels(c) || (c < 0 && !IsChannels(w)) =>
                new PictureInput(batch, c < 0 ? Colours : c, h, w) { HasBatch = hasBatch, IsInteger = isInteger },
            [var h, var w, var c] when IsChannels(c) => new PictureInput(batch, c, h, w)
            {
                IsChannelsLast = true,
                HasBatch = hasBatch,
                IsInteger = isInteger,
            },
            [var c, var h, var w] when hasBatch => new PictureInput(batch, c, h, w) { IsInteger = isInteger },
            _ => null,
        };
    }

    /// <summary>Pictures [N,C,H,W] as the input takes them, for a batch of <paramref name="batch"/>; the last fills it.</summary>
    /// <param name="pictures">Normalised.</param>
    /// <param name="batch">Pictures at once.</param>
    /// <param name="asFloats">Whether whole numbers may stay floats, which have gradients.</param>
    internal Tensor Arrange(Tensor pictures, int batch, bool asFloats = false)
    {
        var (x, given) = (pictures, pictures.Shape[0]);
        if (batch > given)
        {
            var last = x.Slice(0, given - 1, 1);
            x = Tensor.Concat(0, x, last.BroadcastTo(last.Shape.With(0, batch - given)));
        }
        if (IsInteger && !asFloats)
            x = x.Round().Clamp(byte.MinValue, byte.MaxValue).Cast(DType.I32);
        if (IsChannelsLast)
            x = x.Permute(0, 2, 3, 1);
        return HasBatch ? x : x.Reshape(new Shape([.. x.Shape.ToArray()[1..]]));
    }

    /// <summary>The same shape as the file has it, for pictures of a size.</summary>
    internal Shape Arranged(int batch, int height, int width) => (IsChannelsLast, HasBatch) switch
    {
        (false, true) => new Shape(batch, Channels, height, width),
        (true, true) => new Shape(batch, height, width, Channels),
        (false, false) => new Shape(Channels, height, width),
        _ => new Shape(height, width, Channels),
    };

    /// <inheritdoc/>
    public override string ToString()
    {
        static string Side(int d) => d < 0 ? "any" : $"{d}";
        return $"{(IsInteger ? "bytes of " : "")}pictures of {Side(Width)}×{Side(Height)} in {Channels} channels"
            + $"{(IsChannelsLast ? ", channels last" : "")}{(Batch > 1 ? $", {Batch} at once" : "")}";
    }
}
