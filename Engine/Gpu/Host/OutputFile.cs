// Whether a result can be written, asked before the work that makes it.
namespace Engine;

/// <summary>The check of what users name as the place of a result.</summary>
public static class OutputFile
{
    /// <summary>
    /// Refuses a place where no file can be written: a folder or a device of that name, a folder that cannot be written or made, an ending that does
    /// not suit. Leaves no trace; folders that are missing are made later, when there is something to write.
    /// </summary>
    /// <param name="option">As users type it: <c>--out</c>.</param>
    /// <param name="path">As they typed it.</param>
    /// <param name="endings">The possible endings, in lower case; none where any will do.</param>
    /// <exception cref="ArgumentException">The name does not suit.</exception>
    /// <exception cref="IOException">Nothing can be written there.</exception>
    public static void Check(string option, string path, params ReadOnlySpan<string> endings)
    {
        if (path.Length == 0)
            throw new ArgumentException($"{option}: the name of a file is needed");
        if (RegularFile.Other(path) is { } kind)
            throw new IOException($"{option} {path}: there is {kind} of that name; name a file");
        if (path.EndsWith(Path.DirectorySeparatorChar))
            throw new ArgumentException($"{option} {path}: this names a folder; name a file in it");
        if (endings.Length > 0 && !endings.Contains(Path.GetExtension(path).ToLowerInvariant()))
        {
            throw new ArgumentException($"{option} {path}: it is written as {string.Join(", ", endings[..^1].ToArray())}"
                + $"{(endings.Length > 1 ? " or " : "")}{endings[^1]}");
        }
        CheckFolder(option, path, Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Refuses a folder in which no file can be written, and which cannot be made. Leaves no trace.</summary>
    /// <exception cref="IOException">Nothing can be written there.</exception>
    public static void CheckFolder(string option, string path) => CheckFolder(option, path, Path.GetFullPath(path));

    private static void CheckFolder(string option, string path, string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing))
        {
            if (File.Exists(existing))
                throw new IOException($"{option} {path}: {existing} is no folder; name another");
            existing = Path.GetDirectoryName(existing)!;
        }
        var trial = Leftovers.NameFor(existing, "trial", ".tmp");
        try
        {
            using var made = new FileStream(trial, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            made.WriteByte(0);
            made.Flush();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Leftovers.Delete(trial);
            var why = refused is UnauthorizedAccessException ? "it is not allowed"
                : refused.Message.Replace($" : '{trial}'", "", StringComparison.Ordinal);
            throw new IOException($"{option} {path}: nothing can be written in {existing} ({why}); make room, or choose another folder", refused);
        }
    }
}
