// Arrays that are fed to a model, and those that it gives.
namespace CnnCompute;

/// <summary>An array of floats or of whole numbers, in NCHW order.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Floats">Its values; null where they are whole numbers.</param>
/// <param name="Integers">Its whole numbers; null where they are floats.</param>
public sealed record FedArray(Shape Shape, float[]? Floats, long[]? Integers = null)
{
    /// <summary>Its values as floats.</summary>
    public float[] AsFloats => Floats ?? Array.ConvertAll(Integers!, v => (float)v);

    /// <summary>Reads an array of a .npy file; whole numbers stay such.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or its elements are no numbers.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static FedArray Load(string path)
    {
        try
        {
            var (shape, values) = Npy.LoadIntegers(path);
            return new FedArray(shape, null, values);
        }
        catch (InvalidDataException e) when (e.Message.Contains("integers are expected", StringComparison.Ordinal))
        {
            var array = Npy.Load(path);
            return new FedArray(array.Shape, array.Values);
        }
    }

    /// <summary>A value that a plan has computed; waits.</summary>
    internal static FedArray Fetched(Plan plan, Tensor value) => value.Type == DType.F32
        ? new FedArray(value.Shape, plan.Fetch(value))
        : new FedArray(value.Shape, null, Array.ConvertAll(plan.FetchInt(value), v => (long)v));

    /// <summary>A picture [C,H,W] in the form that an input wants.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">Knows how bytes become input.</param>
    /// <param name="input">How the input takes pictures; the picture is stretched to its sizes, where they are not open.</param>
    /// <exception cref="IOException">The file is missing or is no picture.</exception>
    /// <exception cref="InvalidDataException">Nobody says how bytes become input.</exception>
    public static FedArray OfPicture(string path, ModelFile model, PictureInput input)
    {
        var norm = input.IsInteger && model.Stated.Norm is null ? PixelNorm.Byte : model.NeededNorm;
        var picture = Photograph.Load(path);
        var (height, width) = (input.Height > 0 ? input.Height : picture.Height, input.Width > 0 ? input.Width : picture.Width);
        if ((picture.Height, picture.Width) != (height, width))
            picture = new Photograph(width, height, Resampling.Bilinear(picture.Rgba, picture.Width, picture.Height, 4, width, height));
        var planes = picture.Planes(input.Channels, norm);
        var batch = Math.Max(1, input.Batch);
        var (values, shape, count) = (new float[batch * planes.Length], input.Arranged(batch, height, width), height * width);
        for (var i = 0; i < values.Length; i++)
        {
            var at = i % planes.Length;
            values[i] = planes[input.IsChannelsLast ? (at % input.Channels * count) + (at / input.Channels) : at];
        }
        return input.IsInteger
            ? new FedArray(shape, null, Array.ConvertAll(values, v => (long)Math.Clamp(MathF.Round(v), byte.MinValue, byte.MaxValue)))
            : new FedArray(shape, values);
    }
}
