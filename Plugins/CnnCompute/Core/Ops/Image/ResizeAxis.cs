// Where along one axis a resized tensor takes its elements from: ONNX's coordinate transformations, exactly.
namespace CnnCompute;

/// <summary>What lies between the samples.</summary>
public enum ResizeMode
{
    /// <summary>One sample, by <see cref="NearestMode"/>.</summary>
    Nearest,

    /// <summary>The two neighbours, weighted by distance.</summary>
    Linear,

    /// <summary>Four neighbours by Keys' cubic.</summary>
    Cubic,
}

/// <summary>Which neighbour is the nearest.</summary>
public enum NearestMode
{
    /// <summary>The nearer; the left one of two as near.</summary>
    RoundPreferFloor,

    /// <summary>The nearer; the right one of two as near.</summary>
    RoundPreferCeil,

    /// <summary>The left one.</summary>
    Floor,

    /// <summary>The right one.</summary>
    Ceil,
}

/// <summary>Position in the input for output o (coordinate_transformation_mode of ONNX's Resize).</summary>
public enum CoordinateMode
{
    /// <summary>(o + 0.5) / scale - 0.5.</summary>
    HalfPixel,

    /// <summary>As <see cref="HalfPixel"/>, but 0 where there is one output.</summary>
    PytorchHalfPixel,

    /// <summary>o * (in - 1) / (out - 1): corners keep their values.</summary>
    AlignCorners,

    /// <summary>o / scale.</summary>
    Asymmetric,

    /// <summary>(o + 0.5) / scale.</summary>
    TfHalfPixelForNn,

    /// <summary>As <see cref="HalfPixel"/>, about the centre where scale * in is no whole number.</summary>
    HalfPixelSymmetric,

    /// <summary>From start to end of a region of interest, given as parts of in - 1.</summary>
    TfCropAndResize,
}

/// <summary>
/// One axis of a resize: output o lies at (o * Step + Offset) / Denominator in the input. Rational, so that what falls between two samples does so on
/// every device. <paramref name="Stretch"/> widens the filter: the scale's inverse where antialiasing shrinks, else 1.
/// </summary>
public readonly record struct ResizeAxis(int In, int Out, long Step, long Offset, long Denominator, float Stretch)
{
    /// <summary>An axis that stays.</summary>
    public static ResizeAxis Same(int size) => new(size, size, 1, 0, 1, 1);

    /// <summary>The axis for <paramref name="mode"/>; a scale of 0 is <paramref name="ratio"/> or, without one, out / in.</summary>
    public static ResizeAxis Of(
        int size, int outs, float scale, CoordinateMode mode, bool antialias, (float Start, float End) roi = default,
        (int To, int From)? ratio = null)
    {
        var (n, d) = scale != 0 ? Ratio(scale) : ratio ?? (outs, size);
        var stretch = antialias ? (float)Math.Max(1, (double)d / n) : 1;
        var (step, offset, denominator) = mode switch
        {
            CoordinateMode.PytorchHalfPixel when outs == 1 => (0, 0, 1),
            CoordinateMode.HalfPixel or CoordinateMode.PytorchHalfPixel => (2 * d, d - n, 2 * n),
            CoordinateMode.AlignCorners => n * size == d ? (0, 0, 1) : ((size - 1) * d, 0, n * size - d),
            CoordinateMode.Asymmetric => (d, 0, n),
            CoordinateMode.TfHalfPixelForNn => (2 * d, d, 2 * n),
            CoordinateMode.HalfPixelSymmetric => (2 * d, size * n - outs * d + d - n, 2 * n),
            _ => Crop(size, outs, roi),
        };
        return new ResizeAxis(size, outs, step, offset, denominator, stretch);
    }

    /// <summary>Taps of the filter.</summary>
    public int Taps(ResizeMode mode) => mode switch
    {
        ResizeMode.Nearest => 1,
        ResizeMode.Linear => Stretch > 1 ? 2 * (int)Math.Ceiling(Stretch) : 2,
        _ => Stretch > 1 ? 2 * (int)Math.Ceiling(2 * Stretch) : 4,
    };

    /// <summary>The most rounds of the gradient's loops for one sample along this axis.</summary>
    internal long Rounds(ResizeMode mode) => (Out / In + 2L * Taps(mode)) * (Taps(mode) + 1);

    /// <summary>Sample to the left of output <paramref name="o"/>, and how far right of it the output lies, in Denominator-ths.</summary>
    public (long Floor, long Beyond) At(int o)
    {
        var p = o * Step + Offset;
        var floor = Math.DivRem(p, Denominator, out var rest);
        return rest < 0 ? (floor - 1, rest + Denominator) : (floor, rest);
    }

    /// <summary>The sample that output <paramref name="o"/> takes in nearest mode.</summary>
    public int Nearest(int o, NearestMode mode)
    {
        var (floor, rest) = At(o);
        var up = mode switch
        {
            NearestMode.RoundPreferFloor => 2 * rest > Denominator,
            NearestMode.RoundPreferCeil => 2 * rest >= Denominator,
            NearestMode.Floor => false,
            _ => rest > 0,
        };
        return (int)Math.Clamp(floor + (up ? 1 : 0), 0, In - 1);
    }

    // Exactly m 2^e as a fraction, for scales from 2^-20 to 2^20.
    private static (long N, long D) Ratio(float scale)
    {
        long d = 1;
        double n = scale;
        while (n != Math.Floor(n) && d < 1L << 36)
            (n, d) = (n * 2, d * 2);
        return (Math.Max(1, (long)n), d);
    }

    private static (long, long, long) Crop(int size, int outs, (float Start, float End) roi)
    {
        var unit = size < 1 << 14 ? 1L << 28 : 1L << 20;
        long Fixed(double part) => (long)Math.Round(part * (size - 1) * unit);
        return outs == 1
            ? (0L, Fixed(0.5 * ((double)roi.Start + roi.End)), unit)
            : (Fixed((double)roi.End - roi.Start), Fixed(roi.Start) * (outs - 1), unit * (outs - 1));
    }
}
