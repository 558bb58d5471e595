// Where native functions come from: a library, a window's OpenGL context, Vulkan's own lookup.
namespace Silk.NET.Core.Contexts;

public interface INativeContext : IDisposable
{
    /// <summary>The address of a function; throws SymbolLoadingException where it does not exist.</summary>
    nint GetProcAddress(string proc, int? slot = default);

    bool TryGetProcAddress(string proc, out nint addr, int? slot = default);
}
