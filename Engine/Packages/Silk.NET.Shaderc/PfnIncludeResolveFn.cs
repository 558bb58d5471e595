// A function pointer to the callback that finds an include.
using System.Runtime.InteropServices;

namespace Silk.NET.Shaderc;

/// <summary>Wraps <see cref="IncludeResolveFn"/> for native code. Keep a wrapped delegate alive as long as the options that use it.</summary>
public readonly unsafe struct PfnIncludeResolveFn : IDisposable
{
    private readonly void* handle;

    public PfnIncludeResolveFn(delegate* unmanaged[Cdecl]<void*, byte*, int, byte*, nuint, IncludeResult*> ptr) => handle = ptr;

    public PfnIncludeResolveFn(IncludeResolveFn proc) => handle = (void*)Marshal.GetFunctionPointerForDelegate(proc);

    public delegate* unmanaged[Cdecl]<void*, byte*, int, byte*, nuint, IncludeResult*> Handle =>
        (delegate* unmanaged[Cdecl]<void*, byte*, int, byte*, nuint, IncludeResult*>)handle;

    public static PfnIncludeResolveFn From(IncludeResolveFn proc) => new(proc);

    public static implicit operator PfnIncludeResolveFn(IncludeResolveFn proc) => new(proc);

    public static implicit operator PfnIncludeResolveFn(delegate* unmanaged[Cdecl]<void*, byte*, int, byte*, nuint, IncludeResult*> ptr) => new(ptr);

    public static implicit operator nint(PfnIncludeResolveFn pfn) => (nint)pfn.handle;

    /// <summary>Nothing is pinned: the thunk lives and dies with the delegate.</summary>
    public void Dispose()
    {
    }
}
