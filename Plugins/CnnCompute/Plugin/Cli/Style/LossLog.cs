// A log of losses that may fail without the result failing.
using Engine;

namespace CnnCompute;

/// <summary>Lines into a file; the first that cannot be written is told, and none is tried after it.</summary>
internal sealed class LossLog : IDisposable
{
    private readonly string path;
    private StreamWriter? writer;

    /// <summary>Begins the file; its folder is made where there is none.</summary>
    public LossLog(string path)
    {
        this.path = path;
        Try(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            writer = new StreamWriter(path) { AutoFlush = true };
        });
    }

    /// <summary>Appends a line.</summary>
    public void Write(string line)
    {
        if (writer is { } open)
            Try(() => open.WriteLine(line));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (writer is { } open)
            Try(open.Dispose);
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException || AtomicFile.IsTooLarge(error))
        {
            // What is buffered would be tried again; the file is closed without it.
            (writer?.BaseStream as FileStream)?.SafeFileHandle.Dispose();
            writer = null;
            Log.Warning($"--log {path}: it cannot be written any more ({error.Message}); the picture is made without it");
        }
    }
}
