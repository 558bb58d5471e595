// Brings pictures in their source's own encoding into an image, on the device.
using System.Numerics;

namespace Engine;

/// <summary>Memory on the device for one source's raw pictures, and the kernel that makes an image of them.</summary>
internal sealed class PictureDecoding(Gpu gpu, string name) : IDisposable
{
    private readonly Kernel kernel = gpu.Kernel("Video/decode");
    private GpuBuffer? raw;

    /// <summary>
    /// Uploads a picture and converts it into an image that it covers, its middle kept. Nothing is allocated where one as large came before.
    /// </summary>
    /// <param name="commands">Where it is recorded.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="image">What it becomes.</param>
    /// <param name="crop">Share of what the image would show that it shows, about the middle.</param>
    /// <param name="isMirrored">Whether left and right change places.</param>
    internal void Record(Commands commands, RawPicture picture, GpuImage image, float crop = 1, bool isMirrored = false)
    {
        // The kernel reads words: the last one whole.
        var bytes = (picture.Length + 3) & ~3;
        if (raw is null || raw.Bytes < bytes)
        {
            raw?.Dispose();
            raw = gpu.Buffer(bytes, $"{name}, raw");
        }
        var from = picture.Encoding;
        var push = new Push(Words(from.First), Words(from.Second), Words(from.Third), from.Colours.Red, from.Colours.Green, from.Colours.Blue,
            from.Width, from.Height, crop, isMirrored ? 1 : 0);
        commands.Barrier();
        commands.Upload(raw, picture.Contents);
        commands.Barrier();
        commands.Dispatch(kernel, (image.Width, image.Height, 1), push, raw, image);
        commands.Barrier();
    }

    /// <summary>Gives the memory up.</summary>
    public void Dispose() => raw?.Dispose();

    private static Plane Words(in PicturePlane plane) => new(plane.Offset, plane.Stride, plane.Step, plane.ShiftX | (plane.ShiftY << 4));

    private readonly record struct Plane(int Offset, int Stride, int Step, int Shifts);

    private readonly record struct Push(Plane First, Plane Second, Plane Third, Vector4 Red, Vector4 Green, Vector4 Blue, int Width, int Height,
        float Crop, float Mirrored);
}
