// The address of a C function whose signature is not known here.
namespace Silk.NET.Core;

/// <summary>What vkGetInstanceProcAddr and vkGetDeviceProcAddr return; zero where the function does not exist.</summary>
public readonly unsafe struct PfnVoidFunction(delegate* unmanaged[Cdecl]<void> handle)
{
    public delegate* unmanaged[Cdecl]<void> Handle { get; } = handle;

    public static implicit operator nint(PfnVoidFunction function) => (nint)function.Handle;

    public static implicit operator PfnVoidFunction(delegate* unmanaged[Cdecl]<void> handle) => new(handle);
}
