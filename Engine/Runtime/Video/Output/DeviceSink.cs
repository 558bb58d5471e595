// A V4L2 device that takes pictures, which other programs see as a camera (v4l2loopback, vivid).
using System.Buffers;

namespace Engine;

/// <summary>
/// Writes frames as YUYV of BT.601's limited range, in the size that the device takes; a frame that it has no room for is left out.
/// </summary>
internal sealed class DeviceSink : FrameSink
{
    private const uint Buffers = 3;
    private readonly DeviceFile file;
    private readonly List<IMemoryOwner<byte>> buffers = [];
    private readonly Queue<uint> free = [];
    private readonly string path;
    private readonly int width, height;
    private readonly V4l2.Format format;
    private readonly RawPicture scaled = new();
    private readonly byte[] rgba;
    private bool runs;
    private long refused;

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
            if ((can & V4l2.VideoOutput) == 0 || (can & V4l2.Streaming) == 0)
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
            Check(error);
            if (asked.Code != V4l2.Code("YUYV") || asked.Width is < 2 or > 1 << 14 || asked.Height is < 1 or > 1 << 14 || asked.RowBytes > 1 << 20)
            {
                throw new IOException($"{path} ({about.Card}) takes {V4l2.Letters(asked.Code)} of {asked.Width}×{asked.Height}, not YUYV; "
                    + "set it so, or name another device");
            }
            format = asked with { RowBytes = Math.Max(asked.RowBytes, asked.Width * 2) };
            rgba = new byte[asked.Width * asked.Height * 4];
            Map();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override long Refused => Volatile.Read(ref refused);

    /// <inheritdoc/>
    internal override void Write(ReadOnlySpan<byte> frame, int periods)
    {
        if (runs)
            Collect();
        if (!free.TryDequeue(out var index))
        {
            Volatile.Write(ref refused, refused + 1);
            return;
        }
        frame.CopyTo(scaled.Begin(PictureEncoding.Rgba(width, height), frame.Length));
        scaled.CopyTo((int)format.Width, (int)format.Height, rgba);
        Encode(buffers[(int)index].Memory.Span);
        var buffer = Empty(index);
        (buffer.BytesUsed, buffer.Field) = (Math.Max(format.PictureBytes, format.RowBytes * format.Height), format.Field);
        Check(file.Control(V4l2.QueueBuffer, ref buffer));
        if (runs)
            return;
        var kind = V4l2.OutputBuffers;
        Check(file.Control(V4l2.StreamOn, ref kind));
        runs = true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        var kind = V4l2.OutputBuffers;
        _ = file.Control(V4l2.StreamOff, ref kind);
        foreach (var buffer in buffers)
            buffer.Dispose();
        buffers.Clear();
        file.Dispose();
    }

    private static V4l2.FrameBuffer Empty(uint index) => new() { Index = index, Type = V4l2.OutputBuffers, Memory = V4l2.Mapped };

    private void Map()
    {
        var asked = new V4l2.BufferRequest { Count = Buffers, Type = V4l2.OutputBuffers, Memory = V4l2.Mapped };
        Check(file.Control(V4l2.RequestBuffers, ref asked));
        for (var i = 0u; i < asked.Count; i++)
        {
            var buffer = Empty(i);
            Check(file.Control(V4l2.QueryBuffer, ref buffer));
            if (buffer.Length < Math.Max(format.PictureBytes, format.RowBytes * format.Height))
                throw new IOException($"{path} gives buffers of {buffer.Length} bytes for pictures that have more; name another device");
            Check(file.Map(buffer.Offset, (int)Math.Min(buffer.Length, int.MaxValue), out var memory));
            buffers.Add(memory!);
            free.Enqueue(i);
        }
    }

    // Buffers whose pictures were shown.
    private void Collect()
    {
        while (true)
        {
            var shown = Empty(0);
            var error = file.Control(V4l2.DequeueBuffer, ref shown);
            if (error == DeviceError.Again)
                return;
            Check(error);
            free.Enqueue(shown.Index);
        }
    }

    private void Check(DeviceError error)
    {
        if (error == DeviceError.None)
            return;
        throw new IOException(error switch
        {
            DeviceError.Busy => $"{path}: another program gives it pictures; close that one, or name another device",
            DeviceError.Gone or DeviceError.NoAddress => $"{path} is not there any more",
            _ => $"{path} takes no pictures ({DeviceFile.Words(error)}); name another device",
        });
    }

    // BT.601: two pixels share the mean of their colours.
    private void Encode(Span<byte> bytes)
    {
        for (var y = 0; y < format.Height; y++)
        {
            var row = bytes[(int)(y * format.RowBytes)..];
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
