// The functions of one native library by name, as Silk.NET's generator would make the table; the stand-ins for its packages share this file.
using System.Collections.Concurrent;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;
using Silk.NET.Core.Native;

namespace Silk.NET;

/// <summary>Looks each function up once. Several threads may ask at the same time.</summary>
internal sealed class NativeTable(INativeContext context) : IVTable
{
    private readonly ConcurrentDictionary<string, nint> addresses = [];

    /// <summary>The slots of generated code are not used here: a name says as much.</summary>
    public nint Load(int slot, string entryPoint) => Load(entryPoint);

    /// <summary>The address of a function, never zero: a call through zero would end the process.</summary>
    /// <exception cref="SymbolLoadingException">The library has no such function; the message names it.</exception>
    public nint Load(string entryPoint)
    {
        if (addresses.TryGetValue(entryPoint, out var known))
            return known;
        var address = context.GetProcAddress(entryPoint);
        if (address == 0)
            throw new SymbolLoadingException(entryPoint);
        return addresses[entryPoint] = address;
    }

    /// <inheritdoc/>
    public IVTable Clone() => new NativeTable(context);

    /// <inheritdoc/>
    public void Purge() => addresses.Clear();

    /// <inheritdoc/>
    public void Dispose() => Purge();
}
