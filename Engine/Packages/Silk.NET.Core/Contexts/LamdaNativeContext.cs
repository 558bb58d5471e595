// Functions found by calling another function (the package spells the name this way).
using Silk.NET.Core.Loader;

namespace Silk.NET.Core.Contexts;

/// <summary>Asks a delegate for each address; zero means that the function does not exist.</summary>
public sealed class LamdaNativeContext(Func<string, nint> getProcAddress) : INativeContext
{
    public nint GetProcAddress(string proc, int? slot = default) =>
        TryGetProcAddress(proc, out nint addr, slot) ? addr : throw new SymbolLoadingException(proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = default) => (addr = getProcAddress(proc)) != 0;

    public void Dispose() { }
}
