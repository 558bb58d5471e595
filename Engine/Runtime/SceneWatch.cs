// Hears when a scene file is saved.
namespace Engine;

/// <summary>Told by the system: asking it every so often would allocate in frames in which nothing happens.</summary>
internal sealed class SceneWatch : IDisposable
{
    private FileSystemWatcher? watcher;
    private volatile bool changed;

    /// <summary>Watches a file; a system that lends no more watchers is said, and the scene plays without.</summary>
    public SceneWatch(string path)
    {
        try
        {
            watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
            watcher.Changed += (_, _) => changed = true;
            watcher.Created += (_, _) => changed = true;
            watcher.Renamed += (_, _) => changed = true;
            watcher.EnableRaisingEvents = true;
        }
        catch (IOException exhausted)
        {
            Dispose();
            Log.Warning($"{path} is not watched, so saving it will not change the running scene: {exhausted.Message}");
        }
    }

    /// <summary>Whether the file changed since this was asked last.</summary>
    public bool HasChanged
    {
        get
        {
            if (!changed)
                return false;
            changed = false;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watcher?.Dispose();
        watcher = null;
    }
}
