// Holds the place where a training writes, so that a second one cannot mix its files in.
using System.Collections.Concurrent;
using Engine;

namespace CnnCompute;

/// <summary>
/// A locked file beside a training's results. The lock belongs to the process and ends with it, however that ends. What killed trainings left half
/// written there is removed when it is taken.
/// </summary>
public sealed class TrainingLock : IDisposable
{
    // The operating system's lock is one of processes.
    private static readonly ConcurrentDictionary<string, bool> Held = [];

    private readonly string path;
    private readonly FileStream file;

    private TrainingLock(string path, FileStream file) => (this.path, this.file) = (path, file);

    /// <summary>Locks the place of a training's <paramref name="files"/>.</summary>
    /// <exception cref="IOException">Another training that is still running writes there, or the folder cannot be written.</exception>
    public static TrainingLock Take(TrainingFiles files) => Take(files.Best, files.Last, files.Log);

    /// <summary>Locks the place of a single file.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="more">Other files that are written with it.</param>
    /// <inheritdoc cref="Take(TrainingFiles)" path="/exception"/>
    public static TrainingLock Take(string path, params IReadOnlyList<string> more)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        var name = Path.Combine(folder, $".{Path.GetFileName(full)}.lock");
        if (!Held.TryAdd(name, true))
            throw Taken(path);
        try
        {
            var taken = new TrainingLock(name, Open(path, folder, name));
            foreach (var written in (IEnumerable<string>)[path, .. more])
                AtomicFile.RemoveLeftovers(written);
            return taken;
        }
        catch
        {
            Held.TryRemove(name, out _);
            throw;
        }
    }

    /// <summary>Gives the place free.</summary>
    public void Dispose()
    {
        if (!Held.TryRemove(path, out _))
            return;
        try
        {
            File.Delete(path);   // while it is still locked: who opens it from here on makes a new one
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty hidden file stays; it locks nothing.
        }
        file.Dispose();
    }

    private static FileStream Open(string path, string folder, string name)
    {
        try
        {
            Directory.CreateDirectory(folder);
            while (true)
            {
                var file = new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                // The training before may have deleted the file between our opening and our locking it; then it is not the one others see.
                var own = new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}");
                if (own.LinkTarget?.EndsWith(" (deleted)", StringComparison.Ordinal) != true)
                    return file;
                file.Dispose();
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path}: cannot be written: {e.Message}; choose another place with --out", e);
        }
        catch (IOException e) when (e.HResult is 11 or 35 or SharingViolation)   // EAGAIN of Linux and of macOS
        {
            throw Taken(path);
        }
        catch (IOException e)
        {
            throw new IOException($"{path}: cannot be written: {e.Message}; choose another place with --out", e);
        }
    }

    private const int SharingViolation = unchecked((int)0x80070020);

    private static IOException Taken(string path) => new(
        $"{path}: another training that is still running writes there; wait until it has ended, or choose another place with --out");
}
