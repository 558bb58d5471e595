// Pictures of the kinds that ffmpeg decodes for this program.
namespace Engine;

/// <summary>
/// WebP, TIFF, AVIF and HEIC. The bytes go through a pipe under a demuxer named by their header, so no name or protocol is ever left to ffmpeg's
/// guess; it is not asked to turn anything, for the header's orientation is applied to all kinds alike.
/// </summary>
internal static class FfmpegPicture
{
    /// <summary>The picture as stored.</summary>
    /// <exception cref="InvalidDataException">ffmpeg cannot decode it, or gives only a part.</exception>
    /// <exception cref="IOException">ffmpeg is not installed.</exception>
    internal static (int Width, int Height, byte[] Rgba) Decode(byte[] file, in PictureHeader header)
    {
        // All of a picture is one frame, whatever lies in it.
        string[] from = header.Format switch
        {
            PictureFormat.WebP => ["-f", "webp_pipe", "-frame_size", $"{file.Length}"],
            PictureFormat.Tiff => ["-f", "tiff_pipe", "-frame_size", $"{file.Length}"],
            _ => ["-f", "mov"],
        };
        using var ffmpeg = new Ffmpeg(["-nostdin", "-hide_banner", "-loglevel", "error", "-noautorotate",
            "-max_pixels", $"{PictureDecoder.MaxPixels}", .. from, "-i", "pipe:0",
            "-map", "0:v:0", "-frames:v", "1", "-f", "image2pipe", "-c:v", "pam", "-pix_fmt", "rgba", "pipe:1"]);
        var feeding = Task.Run(() =>
        {
            try
            {
                ffmpeg.Input.Write(file);
                ffmpeg.Input.Close();
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                // It has seen enough, or refuses the rest: what it gives and says counts.
            }
        });
        if (PamFrames.ReadHeader(ffmpeg.Output) is not { } pam)
            throw new InvalidDataException($"ffmpeg cannot decode it: {ffmpeg.Wait() ?? "it gave no picture"}");
        if ((pam.Width, pam.Height) != (header.Width, header.Height))
        {
            throw new InvalidDataException(
                $"ffmpeg decodes only {pam.Width} × {pam.Height} of its {header.Width} × {header.Height} pixels; a newer one may do");
        }
        var rgba = new byte[(long)pam.Width * pam.Height * 4];
        if (ffmpeg.Output.ReadAtLeast(rgba, rgba.Length, throwOnEndOfStream: false) < rgba.Length)
            throw new InvalidDataException($"ffmpeg cannot decode it: {ffmpeg.Wait() ?? "it broke off"}");
        // Trouble with the data behind a whole picture counts: a picture that breaks off is grey from there on.
        if (ffmpeg.Wait() is { } word)
            throw new InvalidDataException($"ffmpeg cannot decode it: {word}");
        feeding.Wait();
        return (pam.Width, pam.Height, rgba);
    }
}
