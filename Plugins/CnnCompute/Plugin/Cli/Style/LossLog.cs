// A log of losses that may fail without the result failing.
using System.Text;
using Engine;

namespace CnnCompute;

/// <summary>Lines into a file; the first that cannot be written is told, and none is tried after it.</summary>
internal sealed class LossLog : IDisposable
{
    private readonly string path;
    private FileStream? file;

    /// <summary>Begins the file; its folder is made where there is none.</summary>
    public LossLog(string path)
    {
        this.path = path;
        Try(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            // Without a buffer: a line is written or fails when it is made, and nothing is tried again when the file is closed.
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        });
    }

    /// <summary>Appends a line.</summary>
    public void Write(string line)
    {
        if (file is { } open)
            Try(() => open.Write(Encoding.UTF8.GetBytes($"{line}\n")));
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException || AtomicFile.IsTooLarge(error))
        {
            file?.Dispose();
            file = null;
            Log.Warning($"--log {path}: it cannot be written any more ({error.Message}); the picture is made without it");
        }
    }
}
