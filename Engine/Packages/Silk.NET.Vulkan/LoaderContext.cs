// Vulkan's functions: exports of the loader library first, then what the current instance and device know.
using System.Runtime.InteropServices;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;

namespace Silk.NET.Vulkan;

/// <summary>
/// The loader's exports work for every instance and device, so one Vk may serve several; only functions it does not export
/// belong to the instance or device that was current at their first call.
/// </summary>
internal sealed class LoaderContext : INativeContext
{
    private readonly DefaultNativeContext library = new(LibraryName);

    internal Vk Api { get; set; }

    private static string LibraryName =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "vulkan-1.dll" :
        RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "libvulkan.1.dylib" : "libvulkan.so.1";

    public nint GetProcAddress(string proc, int? slot = default) =>
        TryGetProcAddress(proc, out nint addr, slot)
            ? addr
            : throw new SymbolLoadingException(proc, $"The Vulkan function {proc} was found neither in {LibraryName} nor through the current instance and device.");

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = default)
    {
        if (library.TryGetProcAddress(proc, out addr))
            return true;
        if (Api.CurrentInstance is { } instance && (addr = Api.GetInstanceProcAddr(instance, proc)) != 0)
            return true;
        return Api.CurrentDevice is { } device && (addr = Api.GetDeviceProcAddr(device, proc)) != 0;
    }

    public void Dispose() => library.Dispose();
}
