// Process-wide decoding flags and the last failure, under stb's own names.
using System.Runtime.InteropServices;

namespace StbImageSharp;

#pragma warning disable IDE1006 // stb's names are this class's public interface.

/// <summary>
/// Settings of the decoder. All are process-wide; the <c>_thread</c> forms too: once called, they override the global setting for every thread.
/// </summary>
public static unsafe partial class StbImage
{
    /// <summary>The reason of the last failed decode, a few words such as "unknown image type".</summary>
    public static string stbi__g_failure_reason = "";

    private static int flip, unpremultiply, iphone;
    private static int? flipOverride, unpremultiplyOverride, iphoneOverride;
    private static int nativeAllocations;

    /// <summary>Decoded pictures held in native memory at this moment: 0 outside a call.</summary>
    public static int NativeAllocations => Volatile.Read(ref nativeAllocations);

    public static void stbi_set_flip_vertically_on_load(int flag_true_if_should_flip) => flip = flag_true_if_should_flip;

    public static void stbi_set_flip_vertically_on_load_thread(int flag_true_if_should_flip) => flipOverride = flag_true_if_should_flip;

    public static void stbi_set_unpremultiply_on_load(int flag_true_if_should_unpremultiply) => unpremultiply = flag_true_if_should_unpremultiply;

    public static void stbi_set_unpremultiply_on_load_thread(int flag_true_if_should_unpremultiply) =>
        unpremultiplyOverride = flag_true_if_should_unpremultiply;

    public static void stbi_convert_iphone_png_to_rgb(int flag_true_if_should_convert) => iphone = flag_true_if_should_convert;

    public static void stbi_convert_iphone_png_to_rgb_thread(int flag_true_if_should_convert) => iphoneOverride = flag_true_if_should_convert;

    public static void stbi_hdr_to_ldr_gamma(float gamma) => NativeStb.SetHdrToLdrGamma(gamma);

    public static void stbi_hdr_to_ldr_scale(float scale) => NativeStb.SetHdrToLdrScale(scale);

    public static void stbi_ldr_to_hdr_gamma(float gamma) => NativeStb.SetLdrToHdrGamma(gamma);

    public static void stbi_ldr_to_hdr_scale(float scale) => NativeStb.SetLdrToHdrScale(scale);

    // The C library keeps its per-thread flags really per thread, so every call sets them on the thread it runs on.
    internal static void ApplyFlags(bool flipAllowed = true)
    {
        NativeStb.SetFlipOnThisThread(flipAllowed ? flipOverride ?? flip : 0);
        NativeStb.SetUnpremultiplyOnThisThread(unpremultiplyOverride ?? unpremultiply);
        NativeStb.SetIphoneOnThisThread(iphoneOverride ?? iphone);
    }

    internal static void CountAllocation(int change) => Interlocked.Add(ref nativeAllocations, change);

    internal static InvalidOperationException Failure(string? reason = null)
    {
        string words = reason ?? Marshal.PtrToStringUTF8((nint)NativeStb.FailureReason()) ?? "unknown failure";
        stbi__g_failure_reason = words;
        return new InvalidOperationException(words);
    }
}
