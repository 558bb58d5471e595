// Looks at the headers of all files of a data set before anything is decoded.
using Engine;

namespace CnnCompute;

/// <summary>What the headers of pictures say.</summary>
internal static class PictureHeaders
{
    // Most headers lie in the first 4 KiB; behind a camera's thumbnails, not even in the first 64.
    private const int Beginning = 4096;

    // A sample's side where pictures are larger: what small networks take, and a processor trains in minutes.
    private const int UsualSide = 64, LargestNativeSide = 96;

    /// <summary>The sizes of all files that have one, in order, read on all cores; a sentence about each other one.</summary>
    public static List<((string File, int Label) Sample, int Width, int Height)> Read(
        PictureStore store, IEnumerable<(string File, int Label)> samples, ICollection<string> unreadable, CancellationToken cancellation)
    {
        var good = new List<((string, int), int, int)>();
        foreach (var (sample, width, height, wrong) in Pipeline.Of(samples).Map(s => Read(store, s), Environment.ProcessorCount, ahead: 256)
            .Epoch(0, cancellation))
        {
            if (wrong is null)
                good.Add((sample, width, height));
            else
                unreadable.Add(wrong);
        }
        return good;
    }

    /// <summary>
    /// The side of samples where nobody says: that of the pictures where all are squares of one size up to 96, else the median of their shorter sides,
    /// at most 64.
    /// </summary>
    public static int UsualSideOf(IReadOnlyList<(int Width, int Height)> sizes)
    {
        var first = sizes[0];
        if (first.Width == first.Height && first.Width <= LargestNativeSide && sizes.All(s => s == first))
            return first.Width;
        int[] shorter = [.. sizes.Select(s => Math.Min(s.Width, s.Height)).Order()];
        return Math.Min(UsualSide, shorter[shorter.Length / 2]);
    }

    private static ((string File, int Label) Sample, int Width, int Height, string? Wrong) Read(PictureStore store, (string File, int Label) sample)
    {
        try
        {
            var bytes = store.Read(sample.File, Beginning);
            if (bytes.Length == 0)
                return Wrong("it is empty");
            var header = PictureHeader.Read(bytes);
            if (header is { Width: 0 } or null && bytes.Length == Beginning)
                header = PictureHeader.Read(store.Read(sample.File));
            return header switch
            {
                null => Wrong("its first bytes are those of no picture"),
                { Width: <= 0 } or { Height: <= 0 } => Wrong("it breaks off, or is damaged: no size is found in it"),
                { } h when (long)h.Width * h.Height > PictureDecoder.MaxPixels =>
                    Wrong($"{h.Width} × {h.Height} pixels are more than {PictureDecoder.MaxPixels / 1_000_000} million"),
                // Beyond 4 they lie on their sides.
                { Orientation: > 4 } h => (sample, h.Height, h.Width, null),
                { } h => (sample, h.Width, h.Height, null),
            };
        }
        catch (Exception unread) when (unread is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return (sample, 0, 0, InputError.Sentence(unread));
        }

        ((string, int), int, int, string?) Wrong(string why) => (sample, 0, 0, $"{store.Describe(sample.File)}: {why}");
    }
}
