// What transforms draw from, as the ops take it.
namespace CnnCompute;

/// <summary>Makes <see cref="DrawRange"/>s.</summary>
internal static class DrawRanges
{
    /// <summary>Two ranges one after the other.</summary>
    public static DrawRange Of((double Low, double High) first, (double Low, double High) second) =>
        new((float)first.Low, (float)first.High, (float)second.Low, (float)second.High);

    /// <summary>The letters of <see cref="RandomWarp.Affine"/>.</summary>
    public static DrawRange Affine(
        (float Low, float High) degrees = default, (float X, float Y) move = default, (float Low, float High)? scale = null,
        (float X, float Y) shear = default) =>
        new(degrees.Low, degrees.High, move.X, move.Y, scale?.Low ?? 1, scale?.High ?? 1, shear.X, shear.Y);
}
