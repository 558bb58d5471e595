// A picture fitted to a network of any proportions.
namespace CnnCompute;

/// <summary>Fitting to rectangles.</summary>
public static class PhotographFit
{
    /// <summary>
    /// Itself where it has the wanted size; otherwise the largest part of its middle with the wanted proportions, resized: to a square as
    /// <see cref="Photograph.Fit"/> does, with the same share of it cut off at the edges elsewhere.
    /// </summary>
    public static Photograph Fit(this Photograph picture, int height, int width)
    {
        if (height == width)
            return picture.Fit(height);
        if ((picture.Height, picture.Width) == (height, width))
            return picture;
        // Cut out before it is resized, so that a narrow picture does not become a huge one.
        var scale = Math.Min((double)picture.Width / width, (double)picture.Height / height) * 224 / 256;
        var across = Math.Clamp((int)Math.Round(width * scale), 1, picture.Width);
        var down = Math.Clamp((int)Math.Round(height * scale), 1, picture.Height);
        int left = (picture.Width - across) / 2, top = (picture.Height - down) / 2;
        var part = new byte[across * down * 4];
        for (var y = 0; y < down; y++)
            picture.Rgba.AsSpan((((top + y) * picture.Width) + left) * 4, across * 4).CopyTo(part.AsSpan(y * across * 4));
        return new Photograph(width, height, Resampling.Bilinear(part, across, down, 4, width, height));
    }
}
