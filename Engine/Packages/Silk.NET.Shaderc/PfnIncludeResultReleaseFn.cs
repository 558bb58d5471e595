// A function pointer to the callback that frees an include result.
using Silk.NET.Core.Native;

namespace Silk.NET.Shaderc;

/// <summary>
/// Wraps <see cref="IncludeResultReleaseFn"/> for native code. A wrapped delegate stays alive until <see cref="Dispose"/>, so dispose it after the
/// options that use it.
/// </summary>
public readonly unsafe struct PfnIncludeResultReleaseFn : IDisposable
{
    private readonly void* handle;

    public PfnIncludeResultReleaseFn(delegate* unmanaged[Cdecl]<void*, IncludeResult*, void> ptr) => handle = ptr;

    public PfnIncludeResultReleaseFn(IncludeResultReleaseFn proc) => handle = (void*)SilkMarshal.DelegateToPtr(proc);

    public delegate* unmanaged[Cdecl]<void*, IncludeResult*, void> Handle => (delegate* unmanaged[Cdecl]<void*, IncludeResult*, void>)handle;

    public static PfnIncludeResultReleaseFn From(IncludeResultReleaseFn proc) => new(proc);

    public static implicit operator PfnIncludeResultReleaseFn(IncludeResultReleaseFn proc) => new(proc);

    public static implicit operator PfnIncludeResultReleaseFn(delegate* unmanaged[Cdecl]<void*, IncludeResult*, void> ptr) => new(ptr);

    public static implicit operator nint(PfnIncludeResultReleaseFn pfn) => (nint)pfn.handle;

    public void Dispose() => SilkMarshal.Free((nint)handle);
}
