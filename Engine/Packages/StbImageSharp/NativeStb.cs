// The entry points of Debian's libstb.so.0 that decoding needs, and one sentence for when the library is missing.
using System.Reflection;
using System.Runtime.InteropServices;

namespace StbImageSharp;

internal static unsafe partial class NativeStb
{
    private const string Library = "libstb.so.0";

    // The resolver only adds words to the failure; it is set here so that it precedes the first call.
    static NativeStb() => NativeLibrary.SetDllImportResolver(typeof(NativeStb).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
            return 0;
        if (NativeLibrary.TryLoad(name, out nint handle))
            return handle;
        throw new DllNotFoundException(
            $"{Library} could not be loaded, so no picture can be decoded: install Debian's package libstb0 (apt-get install libstb0).");
    }

    [LibraryImport(Library, EntryPoint = "stbi_load_from_memory")]
    internal static partial byte* Load(byte* data, int length, int* x, int* y, int* components, int wanted);

    [LibraryImport(Library, EntryPoint = "stbi_loadf_from_memory")]
    internal static partial float* LoadFloat(byte* data, int length, int* x, int* y, int* components, int wanted);

    [LibraryImport(Library, EntryPoint = "stbi_load_gif_from_memory")]
    internal static partial byte* LoadGif(byte* data, int length, int** delays, int* x, int* y, int* frames, int* components, int wanted);

    [LibraryImport(Library, EntryPoint = "stbi_info_from_memory")]
    internal static partial int Info(byte* data, int length, int* x, int* y, int* components);

    [LibraryImport(Library, EntryPoint = "stbi_is_16_bit_from_memory")]
    internal static partial int Is16Bit(byte* data, int length);

    [LibraryImport(Library, EntryPoint = "stbi_failure_reason")]
    internal static partial byte* FailureReason();

    [LibraryImport(Library, EntryPoint = "stbi_image_free")]
    internal static partial void Free(void* pixels);

    [LibraryImport(Library, EntryPoint = "stbi_set_flip_vertically_on_load_thread")]
    internal static partial void SetFlipOnThisThread(int flag);

    // Debian's snapshot of stb exports the per-thread setter under this name.
    [LibraryImport(Library, EntryPoint = "stbi__unpremultiply_on_load_thread")]
    internal static partial void SetUnpremultiplyOnThisThread(int flag);

    [LibraryImport(Library, EntryPoint = "stbi_convert_iphone_png_to_rgb_thread")]
    internal static partial void SetIphoneOnThisThread(int flag);

    [LibraryImport(Library, EntryPoint = "stbi_hdr_to_ldr_gamma")]
    internal static partial void SetHdrToLdrGamma(float gamma);

    [LibraryImport(Library, EntryPoint = "stbi_hdr_to_ldr_scale")]
    internal static partial void SetHdrToLdrScale(float scale);

    [LibraryImport(Library, EntryPoint = "stbi_ldr_to_hdr_gamma")]
    internal static partial void SetLdrToHdrGamma(float gamma);

    [LibraryImport(Library, EntryPoint = "stbi_ldr_to_hdr_scale")]
    internal static partial void SetLdrToHdrScale(float scale);
}
