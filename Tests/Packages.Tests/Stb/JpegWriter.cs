// Writes a JPEG with the C library, to have one to decode.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Packages.Tests;

internal static unsafe partial class JpegWriter
{
    internal static byte[] Write(int width, int height, byte[] rgb, int quality)
    {
        var bytes = new List<byte>();
        GCHandle handle = GCHandle.Alloc(bytes);
        fixed (byte* pixels = rgb)
            Assert.That(WriteJpg(&Take, (void*)GCHandle.ToIntPtr(handle), width, height, 3, pixels, quality), Is.Not.Zero);
        handle.Free();
        return [.. bytes];
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Take(void* context, void* data, int size) =>
        ((List<byte>)GCHandle.FromIntPtr((nint)context).Target!).AddRange(new ReadOnlySpan<byte>(data, size));

    [LibraryImport("libstb.so.0", EntryPoint = "stbi_write_jpg_to_func")]
    private static partial int WriteJpg(
        delegate* unmanaged[Cdecl]<void*, void*, int, void> write, void* context, int width, int height, int channels, byte* pixels, int quality);
}
