// How a delegate becomes a function pointer.
namespace Silk.NET.Core.Native;

public enum DelegatePointerKind
{
    /// <summary>The runtime makes a stub which native code calls.</summary>
    Stub,
}
