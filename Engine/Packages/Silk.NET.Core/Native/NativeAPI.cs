// The base of a whole native interface: Vk, Shaderc.
using Silk.NET.Core.Contexts;

namespace Silk.NET.Core.Native;

public abstract class NativeAPI(INativeContext ctx) : NativeApiContainer(ctx)
{
    public abstract bool IsExtensionPresent(string extension);

    /// <summary>A context over a shared library; FileNotFoundException where it cannot be loaded.</summary>
    public static INativeContext CreateDefaultContext(string name) => new DefaultNativeContext(name);

    /// <summary>A context over the first of several libraries that loads; FileNotFoundException where none does.</summary>
    public static INativeContext CreateDefaultContext(string[] names) => new DefaultNativeContext(names);
}
