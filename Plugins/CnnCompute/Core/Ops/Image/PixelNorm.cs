// How pixel values become network inputs.
namespace CnnCompute;

/// <summary>byte (0..255) * scale + shift for each of up to three channels; one channel uses the first.</summary>
public readonly record struct PixelNorm((float R, float G, float B) Scale, (float R, float G, float B) Shift)
{
    /// <summary>0..255 as it is.</summary>
    public static PixelNorm Byte => new((1, 1, 1), (0, 0, 0));

    /// <summary>0..1.</summary>
    public static PixelNorm Unit => Of(0, 1);

    /// <summary>ImageNet's mean and deviation on 0..1, as torchvision's models want it.</summary>
    public static PixelNorm Torch => Of((0.485, 0.456, 0.406), (0.229, 0.224, 0.225));

    /// <summary>(byte - 128) / 128, as TensorFlow's older models want it.</summary>
    public static PixelNorm Tf128 => new((1 / 128f, 1 / 128f, 1 / 128f), (-1, -1, -1));

    /// <summary>(byte/255 - mean) / deviation, the same for all channels.</summary>
    public static PixelNorm Of(double mean, double deviation) => Of((mean, mean, mean), (deviation, deviation, deviation));

    /// <summary>(byte/255 - mean) / deviation for each channel.</summary>
    public static PixelNorm Of((double R, double G, double B) mean, (double R, double G, double B) deviation) => new(
        ((float)(1 / (255 * deviation.R)), (float)(1 / (255 * deviation.G)), (float)(1 / (255 * deviation.B))),
        ((float)(-mean.R / deviation.R), (float)(-mean.G / deviation.G), (float)(-mean.B / deviation.B)));

    /// <summary>The same norm for values that are 0..1 instead of bytes.</summary>
    public PixelNorm FromUnit => this with { Scale = (Scale.R * 255, Scale.G * 255, Scale.B * 255) };

    /// <summary>Scale and shift of channel <paramref name="c"/>.</summary>
    public (float Scale, float Shift) this[int c] => c switch
    {
        0 => (Scale.R, Shift.R),
        1 => (Scale.G, Shift.G),
        2 => (Scale.B, Shift.B),
        _ => throw new ArgumentOutOfRangeException(nameof(c), $"Channel {c}: a pixel norm has three"),
    };

    internal PushWord[] Push => [Scale.R, Scale.G, Scale.B, Shift.R, Shift.G, Shift.B];
}
