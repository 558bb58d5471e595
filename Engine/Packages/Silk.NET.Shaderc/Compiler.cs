// Opaque: only pointers to it exist, handed out by the native library.
namespace Silk.NET.Shaderc;

/// <summary>The native object behind a pointer to a compiler.</summary>
public struct Compiler
{
}
