// One opened source with its newest picture on the device, shared by the entities that name it.
using System.Diagnostics;

namespace Engine;

/// <summary>Counts its users; the last one to leave closes it.</summary>
internal sealed class VideoStream(VideoSource opened, string folder, FrameSource source, GpuImage image)
{
    private readonly LogOnce said = new();
    private RawPicture picture = new();
    private PictureDecoding? decoding;
    private long looked = -1;
    private bool isFresh;
    private (bool, float) shown;

    internal FrameSource Source => source;

    internal GpuImage Image => image;

    internal PictureInfo Picture { get; private set; } = new(-1, -1);

    /// <summary>Milliseconds from when the source had a picture to the end of the frame that draws it; not a number where unknown.</summary>
    internal double Latency { get; private set; } = double.NaN;

    internal int Users { get; private set; }

    /// <summary>Whether left and right change places, and the share of the middle that is shown, from the next frame on.</summary>
    internal (bool IsMirrored, float Crop) View { get; set; } = (opened.Mirror, opened.Crop);

    /// <summary>Whether an entity that wants this can have it. A camera has one reader at a time, so it is shared whatever the size.</summary>
    internal bool Gives(VideoSource wanted, string from) =>
        from == folder && !source.Ended && (wanted == opened || (CameraSource.IsCamera(wanted.Source)
            && (source is CameraSource camera ? camera.IsNamed(wanted.Source) : wanted.Source == opened.Source)));

    internal void Join() => Users++;

    internal void Leave()
    {
        if (--Users > 0)
            return;
        source.Dispose();
        image.Dispose();
        decoding?.Dispose();
    }

    /// <summary>Uploads what has come in since the last frame, once a frame.</summary>
    /// <exception cref="IOException">A stream that <paramref name="isNeeded"/> broke before its first picture.</exception>
    internal void Take(Frame frame, bool isNeeded)
    {
        if (looked == frame.Index)
            return;
        looked = frame.Index;
        try
        {
            var fresh = source.IsLive ? source.TryExchange(ref picture, out var info)
                : source.TryExchangeAt((long)Math.Round(frame.Time * 60), ref picture, out info);
            if (fresh)
                (Picture, isFresh) = (info, source.IsLive);
            // A still has no further picture: the one there is, is shown otherwise.
            else if (Picture.Index < 0 || shown == View)
                return;
            var (isMirrored, crop) = shown = View;
            if (picture.IsRgba(image.Width, image.Height) && !isMirrored && crop == 1)
                frame.Commands.Upload(image, picture.Contents);
            else
                (decoding ??= new PictureDecoding(frame.Gpu, image.Name)).Record(frame.Commands, picture, image, crop, isMirrored);
        }
        catch (Exception broken) when ((!isNeeded || Picture.Index >= 0) && InputError.Is(broken))
        {
            // A stream that breaks while the scene runs keeps its last picture; one word is enough. One that a scene began with and that never
            // showed anything is an error.
            said.Warning(InputError.Sentence(broken));
        }
    }

    /// <summary>The frame that shows the newest picture is drawn, at this time of the stopwatch.</summary>
    internal void Drawn(long now)
    {
        if (!isFresh)
            return;
        isFresh = false;
        var late = Stopwatch.GetElapsedTime(source.TakenAt, now).TotalMilliseconds;
        Latency = double.IsNaN(Latency) ? late : Latency + (late - Latency) / 10;
    }
}
