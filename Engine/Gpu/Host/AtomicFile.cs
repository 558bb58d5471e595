// Files that are either written whole or not at all.
namespace Engine;

/// <summary>Writes beside the target and renames: a reader, a crash or a full disk never meets half a file.</summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> by <paramref name="write"/>; on failure what was there before is untouched.</summary>
    /// <exception cref="IOException">It cannot be written: no folder, no space, no permission.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, static (stream, write) => write(stream));

    /// <summary>The same with what <paramref name="write"/> needs handed through, which may be a span.</summary>
    /// <exception cref="IOException">It cannot be written: no folder, no space, no permission.</exception>
    public static void Write<T>(string path, T content, Action<Stream, T> write) where T : allows ref struct
    {
        var full = Path.GetFullPath(path);
        // Processes and threads that write the same file do not meet; the last one to finish wins.
        var temporary = Path.Combine(Path.GetDirectoryName(full)!,
            $".{Path.GetFileName(full)}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp");
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
            Delete(temporary);
            if (e is IOException or UnauthorizedAccessException)
                throw new IOException($"{path}: cannot be written: {e.Message} (nothing was changed; make room or choose another folder)", e);
            throw;
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more than this one.
        }
    }
}
