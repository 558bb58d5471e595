// Opaque: only pointers to it exist, handed out by the native library.
namespace Silk.NET.Shaderc;

/// <summary>The native object behind a pointer to a set of compile options.</summary>
public struct CompileOptions
{
}
