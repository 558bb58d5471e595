// Where a machine keeps its cameras.
using System.Globalization;

namespace Engine;

/// <summary>The devices under <c>/dev</c>; tests bring their own.</summary>
internal class VideoDevices
{
    private const string Folder = "/dev", Links = "/dev/v4l/by-id", Prefix = "video";

    /// <summary>Those of this machine.</summary>
    internal static VideoDevices Machine { get; } = new();

    /// <summary>The paths of all video devices, by number.</summary>
    internal virtual IReadOnlyList<string> Paths() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFileSystemEntries(Folder, $"{Prefix}*").Select(path => (Path: path, Number: NumberOf(path)))
            .Where(d => d.Number >= 0).OrderBy(d => d.Number).Select(d => d.Path)]
        : [];

    /// <summary>The name under /dev/v4l/by-id of each path that has one.</summary>
    internal virtual IReadOnlyDictionary<string, string> Ids()
    {
        var found = new Dictionary<string, string>();
        if (!Directory.Exists(Links))
            return found;
        foreach (var link in Directory.EnumerateFileSystemEntries(Links).Order(StringComparer.Ordinal))
            found.TryAdd(Resolve(link), link);
        return found;
    }

    /// <summary>What a path leads to where it is a link.</summary>
    internal virtual string Resolve(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    /// <summary>Whether there is something at the path.</summary>
    internal virtual bool Exists(string path) => File.Exists(path);

    /// <summary>Opens one.</summary>
    internal virtual DeviceError Open(string path, out DeviceFile? file) => DeviceFile.Open(path, out file);

    private static int NumberOf(string path) =>
        int.TryParse(Path.GetFileName(path).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
