// Between colours as people write them (sRGB-encoded) and the linear light that drawing computes with.
using System.Numerics;

namespace Engine;

/// <summary>The sRGB transfer function (IEC 61966-2-1). Components of scene colours are encoded, 0..1; alpha is straight and linear.</summary>
public static class Srgb
{
    /// <summary>Linear light of an encoded value.</summary>
    public static float Decode(float encoded) => encoded <= 0.04045f ? encoded / 12.92f : MathF.Pow((encoded + 0.055f) / 1.055f, 2.4f);

    /// <summary>Encoded value of linear light.</summary>
    public static float Encode(float linear) => linear <= 0.0031308f ? linear * 12.92f : 1.055f * MathF.Pow(linear, 1 / 2.4f) - 0.055f;

    /// <summary>Linear light of an encoded colour; alpha stays.</summary>
    public static Vector4 Decode(Vector4 encoded) => new(Decode(encoded.X), Decode(encoded.Y), Decode(encoded.Z), encoded.W);

    /// <summary>An encoded colour from bytes.</summary>
    public static Vector4 Bytes(int r, int g, int b, int a = 255) => new Vector4(r, g, b, a) / 255;
}
