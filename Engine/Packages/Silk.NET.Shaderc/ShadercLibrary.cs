// Loads libshaderc.so.1, after linking the symbols that Debian 12's build of it leaves undefined; elsewhere under the name it has from its makers.
using System.Runtime.InteropServices;

namespace Silk.NET.Shaderc;

internal static partial class ShadercLibrary
{
    private const string Name = "libshaderc.so.1", UpstreamName = "libshaderc_shared.so.1";
    private const int Now = 0x2, Global = 0x100;
    private static readonly Lock Gate = new();
    private static nint handle;

    /// <summary>
    /// The library's handle; loads it on the first call. A failure is not remembered: installing what is missing and calling again works.
    /// </summary>
    /// <exception cref="FileNotFoundException">The library or what it needs is missing; the message names the packages.</exception>
    internal static nint Load()
    {
        lock (Gate)
        {
            if (handle == 0)
                handle = Open();
            return handle;
        }
    }

    private static nint Open()
    {
        if (TryOpen(Name, Now, out var library, out var problem))
            return library;
        if (!problem.Contains("undefined symbol", StringComparison.Ordinal))
        {
            return TryOpen(UpstreamName, Now, out library, out _)
                ? library
                : throw new FileNotFoundException(
                    $"{Name} could not be loaded ({problem}), so no shader can be compiled: {ShadercDependencies.Advice}");
        }

        // Debian 12 links it against neither glslang nor SPIRV-Tools: give the process those symbols first.
        ShadercDependencies.Provide(path => TryOpen(path, Now | Global, out _, out var why) ? null : why);
        return TryOpen(Name, Now, out library, out problem)
            ? library
            : throw new FileNotFoundException(
                $"{Name} could not be loaded even with glslang and SPIRV-Tools beside it ({problem}): {ShadercDependencies.Advice}");
    }

    private static bool TryOpen(string path, int flags, out nint library, out string problem)
    {
        // Called once beforehand, as binding it at the runtime's first call would clear the reason it is to report.
        DlError();
        library = DlOpen(path, flags);
        problem = library != 0 ? "" : Marshal.PtrToStringUTF8(DlError()) ?? "dlopen gave no reason";
        return library != 0;
    }

    [LibraryImport("libc.so.6", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint DlOpen(string path, int flags);

    [LibraryImport("libc.so.6", EntryPoint = "dlerror")]
    private static partial nint DlError();
}
