// The common base of interfaces and extensions: a context and lazily loaded functions.
using System.Runtime.CompilerServices;
using Silk.NET.Core.Contexts;

namespace Silk.NET.Core.Native;

public abstract class NativeApiContainer(INativeContext ctx) : IDisposable
{
    public INativeContext Context { get; } = ctx;

    /// <summary>Fills a function's slot at its first call; throws SymbolLoadingException where the function does not exist.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected unsafe void* Load(ref void* slot, string symbol) => slot = (void*)Context.GetProcAddress(symbol);

    public virtual void Dispose()
    {
        Context.Dispose();
        GC.SuppressFinalize(this);
    }
}
