// Functions of a shared library, loaded by name.
using System.Runtime.InteropServices;
using Silk.NET.Core.Loader;

namespace Silk.NET.Core.Contexts;

/// <summary>Keeps a shared library loaded and looks its exports up.</summary>
public sealed class DefaultNativeContext : INativeContext
{
    private readonly string[] names;
    private nint library;

    /// <summary>Throws FileNotFoundException naming the library where it cannot be loaded.</summary>
    public DefaultNativeContext(string name)
        : this([name]) { }

    /// <summary>Takes the first of the names that loads; throws FileNotFoundException where none does.</summary>
    public DefaultNativeContext(string[] names)
    {
        this.names = names;
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out library))
                return;
        }

        throw new FileNotFoundException(
            $"Could not load the native library {string.Join(" or ", names)}: install it, or put its folder on the loader's search path.",
            names.FirstOrDefault());
    }

    public nint GetProcAddress(string proc, int? slot = default) =>
        TryGetProcAddress(proc, out nint addr, slot)
            ? addr
            : throw new SymbolLoadingException(proc, $"The native symbol \"{proc}\" was not found in {string.Join(" or ", names)}.");

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = default)
    {
        ObjectDisposedException.ThrowIf(library == 0, this);
        return NativeLibrary.TryGetExport(library, proc, out addr);
    }

    public void Dispose()
    {
        if (library != 0)
            NativeLibrary.Free(library);
        library = 0;
    }
}
