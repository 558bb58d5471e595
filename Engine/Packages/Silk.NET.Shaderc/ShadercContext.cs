// Looks up shaderc's functions in the loaded library.
using System.Runtime.InteropServices;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;

namespace Silk.NET.Shaderc;

// The library stays loaded for the life of the process: its front end keeps process-wide tables.
internal sealed class ShadercContext(nint library) : INativeContext
{
    public nint GetProcAddress(string proc, int? slot = null) =>
        TryGetProcAddress(proc, out var address, slot)
            ? address
            : throw new SymbolLoadingException(proc, $"The installed libshaderc has no function {proc}: it is older than the one this call needs.");

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = null) => NativeLibrary.TryGetExport(library, proc, out addr);

    public void Dispose()
    {
    }
}
