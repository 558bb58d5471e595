// Pictures of any size as samples of one size.
namespace CnnCompute;

/// <summary>torchvision's Resize and CenterCrop: resized so that it just covers the wanted size, what stands over is cut off evenly.</summary>
internal static class PictureCrop
{
    /// <summary>Writes the middle of a picture as bytes in order H, W, C.</summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="rgba">Four bytes a pixel.</param>
    /// <param name="size">What is wanted; one channel is Rec. 601 grey.</param>
    /// <param name="pixels">Takes it.</param>
    public static void Fit(int width, int height, byte[] rgba, (int Channels, int Height, int Width) size, Span<byte> pixels)
    {
        if ((width, height) != (size.Width, size.Height))
        {
            // Only what is kept is made: of a picture 60000 × 1 the rest would be millions of columns.
            long across = size.Width, down = size.Height;
            if ((long)width * size.Height > (long)height * size.Width)
                across = Math.Max(across, (long)Math.Round((double)width * size.Height / height));
            else
                down = Math.Max(down, (long)Math.Round((double)height * size.Width / width));
            rgba = Resampling.Bilinear(rgba, width, height, 4,
                (across, (across - size.Width) / 2, size.Width), (down, (down - size.Height) / 2, size.Height));
        }
        for (var i = 0; i < size.Width * size.Height; i++)
        {
            var pixel = rgba.AsSpan(4 * i, 4);
            if (size.Channels == 1)
                pixels[i] = (byte)Photograph.Grey(pixel);
            else
                pixel[..3].CopyTo(pixels[(3 * i)..]);
        }
    }
}

/// <summary>Another data set's pictures in another size or another number of channels, three or one.</summary>
/// <param name="whole">The other data set.</param>
/// <param name="size">The size of its pictures here: what stands over is cut off evenly.</param>
public sealed class ResizedDataset(Dataset whole, (int Channels, int Height, int Width) size) : Dataset
{
    /// <inheritdoc/>
    public override string Name => whole.Name;

    /// <inheritdoc/>
    public override int Count => whole.Count;

    /// <inheritdoc/>
    public override int Channels => size.Channels;

    /// <inheritdoc/>
    public override int Height => size.Height;

    /// <inheritdoc/>
    public override int Width => size.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => whole.Classes;

    /// <inheritdoc/>
    public override int Label(int index) => whole.Label(index);

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels)
    {
        var (bytes, channels) = (new byte[whole.SampleBytes], whole.Channels);
        whole.Read(index, bytes);
        var rgba = new byte[whole.Width * whole.Height * 4];
        for (var i = 0; i < whole.Width * whole.Height; i++)
        {
            for (var c = 0; c < 3; c++)
                rgba[(4 * i) + c] = bytes[(channels * i) + (channels == 3 ? c : 0)];
            rgba[(4 * i) + 3] = 255;
        }
        PictureCrop.Fit(whole.Width, whole.Height, rgba, size, pixels);
    }
}
