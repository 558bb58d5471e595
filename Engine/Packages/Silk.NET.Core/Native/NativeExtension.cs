// The base of an extension's class; the type argument is the interface it extends.
using Silk.NET.Core.Contexts;

namespace Silk.NET.Core.Native;

public abstract class NativeExtension<T>(INativeContext ctx) : NativeApiContainer(ctx)
    where T : NativeAPI;
