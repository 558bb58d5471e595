// The device: uploads and downloads that wait, for tests and tools.
using System.Runtime.InteropServices;

namespace Engine;

public sealed unsafe partial class Gpu
{
    private const int PieceBytes = 32 << 20;

    /// <summary>Writes data and waits until it is there; not inside a frame.</summary>
    public void Upload<T>(Binding target, ReadOnlySpan<T> data) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(data);
        var buffer = Whole(target, bytes.Length);
        if (bytes.Length == 0)
            return;
        if (IsDirect(buffer))
        {
            WaitIdle();   // a running submission may still read what is overwritten
            bytes.CopyTo(new Span<byte>(buffer.Allocation.Mapped + target.Offset, bytes.Length));
            return;
        }
        for (var at = 0; at < bytes.Length; at += PieceBytes)
        {
            var piece = bytes.Slice(at, Math.Min(PieceBytes, bytes.Length - at));
            var commands = Begin(frame: false);
            try
            {
                commands.Upload(new Binding(buffer, target.Offset + at, piece.Length), piece);
            }
            catch
            {
                Discard(commands);
                throw;
            }
            Wait(Submit(commands));
        }
        Retired.Collect();
    }

    /// <summary>Waits for all submitted work and returns the bytes of the range as elements.</summary>
    public T[] Download<T>(Binding source) where T : unmanaged
    {
        var result = new T[source.Bytes / sizeof(T)];
        Download(source, result.AsSpan());
        return result;
    }

    /// <summary>The same into memory of the caller.</summary>
    public void Download<T>(Binding source, Span<T> target) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(target);
        var buffer = Whole(source, bytes.Length);
        if (bytes.Length == 0)
            return;
        WaitIdle();
        if (IsDirect(buffer))
        {
            new ReadOnlySpan<byte>(buffer.Allocation.Mapped + source.Offset, bytes.Length).CopyTo(bytes);
            return;
        }
        using var staging = new GpuBuffer(this, Math.Min(PieceBytes, bytes.Length), "download", GpuMemory.Readback, counted: false);
        for (var at = 0; at < bytes.Length; at += PieceBytes)
        {
            var length = Math.Min(PieceBytes, bytes.Length - at);
            var piece = new Binding(buffer, source.Offset + at, length);
            Run(c => c.Copy(piece, staging));
            staging.Mapped[..length].CopyTo(bytes[at..]);
        }
    }

    /// <summary>Writes a whole picture, 4 bytes a pixel, and waits.</summary>
    public void Upload(GpuImage image, ReadOnlySpan<byte> rgba)
    {
        var commands = Begin(frame: false);
        try
        {
            commands.Upload(image, rgba);
        }
        catch
        {
            Discard(commands);
            throw;
        }
        Wait(Submit(commands));
        Retired.Collect();
    }

    /// <summary>Waits for all submitted work and returns the picture: encoded bytes, 4 a pixel, from the upper left row by row.</summary>
    public byte[] Download(GpuImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var staging = new GpuBuffer(this, image.Width * image.Height * 4L, "download", GpuMemory.Readback, counted: false);
        Run(c => c.Copy(image, staging));
        return staging.Mapped.ToArray();
    }

    /// <summary>The CPU may touch it in place: its own mapped memory, or device memory that is the CPU's own.</summary>
    private bool IsDirect(GpuBuffer buffer) => buffer.Memory != GpuMemory.Device || (TouchesDeviceMemory && buffer.Allocation.Mapped is not null);

    private static GpuBuffer Whole(in Binding binding, long bytes)
    {
        var buffer = binding.Buffer ?? throw new ArgumentException($"{binding.Describe()} was passed where a buffer is needed");
        ObjectDisposedException.ThrowIf(buffer.IsDisposed, buffer);
        if (bytes > binding.Bytes)
            throw new ArgumentException($"{bytes} bytes do not fit into the {binding.Bytes} of buffer '{buffer.Name}'");
        return buffer;
    }
}
