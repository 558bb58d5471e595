// A function pointer to the callback that finds an include.
using Silk.NET.Core.Native;

namespace Silk.NET.Shaderc;

/// <summary>
/// Wraps <see cref="IncludeResolveFn"/> for native code. A wrapped delegate stays alive until <see cref="Dispose"/>, so dispose it after the options
/// that use it.
/// </summary>
public readonly unsafe struct PfnIncludeResolveFn : IDisposable
{
    private readonly void* handle;

    public PfnIncludeResolveFn(delegate* unmanaged[Cdecl]<void*, byte*, int, byte*, nuint, IncludeResult*> ptr) => handle = ptr;

    public PfnIncludeResolveFn(IncludeResolveFn proc) => handle = (void*)SilkMarshal.DelegateToPtr(proc);

    public delegate* unmanaged[Cdecl]<void*, byte*, int, byte*, nuint, IncludeResult*> Handle =>
        (delegate* unmanaged[Cdecl]<void*, byte*, int, byte*, nuint, IncludeResult*>)handle;

    public static PfnIncludeResolveFn From(IncludeResolveFn proc) => new(proc);

    public static implicit operator PfnIncludeResolveFn(IncludeResolveFn proc) => new(proc);

    public static implicit operator PfnIncludeResolveFn(delegate* unmanaged[Cdecl]<void*, byte*, int, byte*, nuint, IncludeResult*> ptr) => new(ptr);

    public static implicit operator nint(PfnIncludeResolveFn pfn) => (nint)pfn.handle;

    public void Dispose() => SilkMarshal.Free((nint)handle);
}
