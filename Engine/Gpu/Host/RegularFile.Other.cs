// What lies at a path that should be a file's and is none.
namespace Engine;

public static partial class RegularFile
{
    /// <summary>What lies at a path, links followed: a folder, a pipe, a device; null for a regular file or nothing.</summary>
    public static string? Other(string path) =>
        !OperatingSystem.IsLinux() ? Directory.Exists(path) ? "a folder" : null
        : Statx(CurrentDirectory, path, 0, Wanted, out var named) == 0 && !named.IsRegular ? named.Kind : null;

    /// <summary>Whether a path is a named pipe, which another program feeds.</summary>
    public static bool IsPipe(string path) => Other(path) == "a pipe";
}
