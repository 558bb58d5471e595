// A V4L2 device that takes pictures, which other programs see as a camera (v4l2loopback, vivid).
namespace Engine;

/// <summary>
/// Writes frames as YUYV of BT.601's limited range, in the size that the device takes; a frame that it has no room for is left out.
/// </summary>
internal sealed class DeviceSink : FrameSink
{
    private readonly DeviceFile file;
    private readonly string path;
    private readonly int width, height;
    private readonly V4l2.Format format;
    private readonly RawPicture scaled = new();
    private readonly byte[] rgba, bytes;

    /// <summary>Opens a device.</summary>
    /// <exception cref="IOException">It is missing, busy, not permitted, takes no pictures, or not as YUYV; one sentence with what to do.</exception>
    internal DeviceSink(VideoDevices devices, string path, int width, int height)
    {
        (this.path, this.width, this.height) = (path, width, height);
        const string Advice = "name one that does, such as v4l2loopback makes (sudo modprobe v4l2loopback)";
        if (!DeviceFile.IsSupported)
            throw new IOException($"{path}: pictures go to devices on 64-bit Linux alone; name an .mp4");
        var error = devices.Open(path, out var opened);
        file = opened ?? throw new IOException(error == DeviceError.NoFile
            ? $"there is no device {path} to give pictures to; {Advice}"
            : $"{path}: {CameraTrouble.OfOpening(path, error)}");
        try
        {
            var about = default(V4l2.Capability);
            if (file.Control(V4l2.QueryCapability, ref about) != DeviceError.None)
                throw new IOException($"{path} is no video device that takes pictures; {Advice}");
            var can = (about.All & V4l2.HasDeviceCapabilities) != 0 ? about.OfDevice : about.All;
            if ((can & V4l2.VideoOutput) == 0 || (can & V4l2.CanReadAndWrite) == 0)
                throw new IOException($"{path} ({about.Card}) takes no pictures; {Advice}");
            var asked = new V4l2.Format
            {
                Type = V4l2.OutputBuffers,
                Width = (uint)((width + 1) & ~1),
                Height = (uint)height,
                Code = V4l2.Code("YUYV"),
                Field = V4l2.Progressive,
                ColourSpace = V4l2.Srgb,
                Magic = V4l2.ExtendedMagic,
                Matrix = V4l2.Matrix601,
                Range = V4l2.LimitedRange,
            };
            error = file.Control(V4l2.SetFormat, ref asked);
            if (error != DeviceError.None)
                throw new IOException(CameraTrouble.OfStarting(path, error));
            var least = (long)asked.Height * Math.Max(asked.RowBytes, asked.Width * 2);
            if (asked.Code != V4l2.Code("YUYV") || asked.Width is < 2 or > 1 << 14 || asked.Height is < 1 or > 1 << 14 || asked.RowBytes > 1 << 20)
            {
                throw new IOException($"{path} ({about.Card}) takes {V4l2.Letters(asked.Code)} of {asked.Width}×{asked.Height}, not YUYV; "
                    + "set it so, or name another device");
            }
            format = asked with { RowBytes = Math.Max(asked.RowBytes, asked.Width * 2) };
            (rgba, bytes) = (new byte[asked.Width * asked.Height * 4], new byte[Math.Max(least, asked.PictureBytes)]);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Frames that the device had no room for.</summary>
    internal long Refused { get; private set; }

    /// <inheritdoc/>
    internal override void Write(ReadOnlySpan<byte> frame, int periods)
    {
        frame.CopyTo(scaled.Begin(PictureEncoding.Rgba(width, height), frame.Length));
        scaled.CopyTo((int)format.Width, (int)format.Height, rgba);
        Encode();
        var error = file.Write(bytes);
        if (error == DeviceError.Again)
            Refused++;
        else if (error != DeviceError.None)
            throw new IOException(CameraTrouble.OfStarting(path, error));
    }

    /// <inheritdoc/>
    public override void Dispose() => file.Dispose();

    // BT.601: two pixels share the mean of their colours.
    private void Encode()
    {
        for (var y = 0; y < format.Height; y++)
        {
            var row = bytes.AsSpan((int)(y * format.RowBytes));
            for (var x = 0; x < format.Width / 2; x++)
            {
                var two = rgba.AsSpan((int)((y * format.Width) + (2 * x)) * 4, 8);
                int red = two[0] + two[4], green = two[1] + two[5], blue = two[2] + two[6];
                row[4 * x] = Luma(two[0], two[1], two[2]);
                row[(4 * x) + 1] = Chroma((-0.168736f * red) - (0.331264f * green) + (0.5f * blue));
                row[(4 * x) + 2] = Luma(two[4], two[5], two[6]);
                row[(4 * x) + 3] = Chroma((0.5f * red) - (0.418688f * green) - (0.081312f * blue));
            }
        }
    }

    private static byte Luma(float red, float green, float blue) =>
        (byte)(16.5f + (((0.299f * red) + (0.587f * green) + (0.114f * blue)) * (219 / 255f)));

    private static byte Chroma(float ofTwo) => (byte)(128.5f + (ofTwo / 2 * (224 / 255f)));
}
