// The one exception of the device layer: what failed, and what to do about it.
using System.Diagnostics.CodeAnalysis;
using Silk.NET.Vulkan;

namespace Engine;

/// <summary>A Vulkan call or a shader failed. The message is one sentence that says what, where and what to do.</summary>
public sealed class GpuException : Exception
{
    /// <summary>Vulkan's name of the error ("ErrorOutOfDeviceMemory"), or empty when the failure is not a Vulkan result.</summary>
    public string Result { get; } = "";

    /// <summary>What to do about it; may be empty.</summary>
    public string Hint { get; }

    /// <summary>A failure that is not the result of a Vulkan call.</summary>
    public GpuException(string what, string hint = "", Exception? cause = null) : base(Join(what, hint), cause) => Hint = hint;

    internal GpuException(Result result, string what, string hint)
        : base(Join($"{what} failed with {result}", hint))
    {
        Result = result.ToString();
        Hint = hint;
    }

    /// <summary>Throws unless the result is success; <paramref name="what"/> must be a constant on paths that run every frame.</summary>
    internal static void Check(Result result, string what)
    {
        if (result != Silk.NET.Vulkan.Result.Success)
            Throw(result, what);
    }

    /// <summary>
    /// The same for calls that load drivers: what the loader reports as full memory or a failed start is, nearly always, a driver or a layer whose
    /// file is damaged or missing.
    /// </summary>
    internal static void CheckDriver(Result result, string what)
    {
        if (result != Silk.NET.Vulkan.Result.Success)
            throw new GpuException(result, what, Loading);
    }

    [DoesNotReturn]
    internal static void Throw(Result result, string what) => throw new GpuException(result, what, HintFor(result));

    private static string HintFor(Result result) => result switch
    {
        Silk.NET.Vulkan.Result.ErrorDeviceLost =>
            "the device stopped answering: run with CNN_VALIDATION=1 to find the faulty command, or choose another with CNN_GPU",
        Silk.NET.Vulkan.Result.ErrorOutOfDeviceMemory or Silk.NET.Vulkan.Result.ErrorOutOfHostMemory =>
            "memory is full: use a smaller batch or picture, or dispose what is no longer needed",
        Silk.NET.Vulkan.Result.ErrorInitializationFailed or Silk.NET.Vulkan.Result.ErrorIncompatibleDriver
            or Silk.NET.Vulkan.Result.ErrorExtensionNotPresent or Silk.NET.Vulkan.Result.ErrorLayerNotPresent
            or Silk.NET.Vulkan.Result.ErrorFeatureNotPresent => Loading,
        Silk.NET.Vulkan.Result.ErrorTooManyObjects => "the device is in use by too many programs or holds too many objects: end some of them",
        Silk.NET.Vulkan.Result.ErrorSurfaceLostKhr or Silk.NET.Vulkan.Result.ErrorNativeWindowInUseKhr =>
            "the window's surface is gone: start again, or run with --headless",
        _ => "run with CNN_VALIDATION=1 to see why",
    };

    internal const string Drivers = "install a Vulkan driver: on Debian `apt-get install libvulkan1 mesa-vulkan-drivers`";

    private const string Loading = "a Vulkan driver or layer could not be loaded: look at what VK_DRIVER_FILES, VK_ICD_FILENAMES and "
        + "VK_INSTANCE_LAYERS name and at /usr/share/vulkan, or install the driver again: on Debian "
        + "`apt-get install --reinstall libvulkan1 mesa-vulkan-drivers`";

    private static string Join(string what, string hint) => hint.Length == 0 ? what : $"{what}: {hint}";
}
