// Files that are either written whole or not at all.
namespace Engine;

/// <summary>
/// Writes beside the target and renames: a reader, a crash or a full disk never meets half a file. What killed runs left beside it goes.
/// </summary>
public static class AtomicFile
{
    private const string Ending = ".tmp";

    /// <summary>Removes half-written copies of a file that killed processes left.</summary>
    public static void RemoveLeftovers(string path)
    {
        var full = Path.GetFullPath(path);
        foreach (var file in Leftovers.Of(Path.GetDirectoryName(full)!, Path.GetFileName(full), Ending))
            Leftovers.Delete(file);
    }

    /// <summary>Writes <paramref name="path"/> by <paramref name="write"/>; on failure what was there before is untouched.</summary>
    /// <exception cref="IOException">It cannot be written: no folder, no space, no permission, or something that is no file lies there.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, static (stream, write) => write(stream));

    /// <summary>The same with what <paramref name="write"/> needs handed through, which may be a span.</summary>
    /// <exception cref="IOException">It cannot be written: no folder, no space, no permission, or something that is no file lies there.</exception>
    public static void Write<T>(string path, T content, Action<Stream, T> write) where T : allows ref struct
    {
        var full = Path.GetFullPath(path);
        var (folder, name) = (Path.GetDirectoryName(full)!, Path.GetFileName(full));
        // A rename would put a file in the place of a device or a pipe.
        if (RegularFile.Other(path) is { } kind)
            throw new IOException($"{path}: cannot be written: there is {kind} of that name (nothing was changed; choose another name)");
        using var work = KeptWork.Begin();
        Leftovers.Remove(folder, name, Ending);
        // Processes and threads that write the same file do not meet; the last one to finish wins.
        var temporary = Leftovers.NameFor(folder, name, Ending);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream, content);
                // Onto the disk before the rename: a crash must not leave the new name on old or missing blocks.
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e)
        {
            Leftovers.Delete(temporary);
            if (e is IOException or UnauthorizedAccessException || IsTooLarge(e))
                throw new IOException($"{path}: cannot be written: {Words(e)} (nothing was changed; make room or choose another folder)", e);
            throw;
        }
    }

    /// <summary>Whether a write failed because the file became larger than the process may make one; .NET calls that a wrong argument.</summary>
    public static bool IsTooLarge(Exception error) => error is ArgumentOutOfRangeException { ParamName: "value" };

    // .NET names the folder of a file that may not be made, and the file that users never see; the reason is what they need.
    private static string Words(Exception error) => error is UnauthorizedAccessException ? "it is not allowed in that folder"
        : IsTooLarge(error) ? "a file may not become as large (ulimit -f)" : error.Message;
}
