// Something (a view) that may offer the native handles of its window.
namespace Silk.NET.Core.Contexts;

public interface INativeWindowSource
{
    INativeWindow? Native { get; }
}
