// The pictures of a taught camera's examples, on their way to the disk and back.
using System.Diagnostics.CodeAnalysis;
using Engine;

namespace CnnCompute;

/// <summary>
/// Copies what the trunk looked at on the device, reads it back some frames later and gives it to the folder; hands out what lies there already.
/// </summary>
internal sealed class KeptExamples : IDisposable
{
    private readonly App app;
    private readonly string name;
    private readonly ExampleFolder folder;
    private readonly ExampleReader reader;
    private readonly GpuImage sight;
    private readonly GpuBuffer copy;
    private readonly Readback<byte> ring;
    private readonly LogOnce said = new();
    private readonly Dictionary<long, StoredExample> stored = [];
    private readonly Dictionary<long, int> coming = [];
    private readonly List<(string Name, string Other)> renamed = [];
    private readonly List<string> names;
    private readonly string[] listed;
    private readonly byte[] bytes;
    private long pictures;
    private bool isGone;

    private KeptExamples(App app, string name, ExampleFolder folder, ExampleReader reader, List<string> names, GpuImage sight)
    {
        (this.app, this.name, this.folder, this.reader, this.names, this.sight) = (app, name, folder, reader, names, sight);
        listed = [.. names.Select(ExampleFolder.FolderOf)];
        bytes = new byte[sight.Width * sight.Height * 4];
        copy = app.Gpu.Buffer(bytes.Length, $"{name} example");
        ring = app.Gpu.Readback<byte>(bytes.Length, $"{name} example");
        ring.KeepAll = true;
    }

    /// <summary>The folder.</summary>
    public string Folder => folder.Path;

    /// <summary>Why something could not be kept; null where all is well.</summary>
    public string? Failed => isGone ? "nothing is kept until it is edited" : folder.Failed;

    /// <summary>Whether stored examples are still to come.</summary>
    public bool IsReading => !isGone && !reader.IsFinished;

    /// <summary>Stored examples in all.</summary>
    public int Count => reader.Count;

    /// <summary>Those that have come, or cannot be read.</summary>
    public int Done => reader.Done;

    /// <summary>Takes a folder and begins to read it.</summary>
    /// <param name="app">The app.</param>
    /// <param name="name">Of the entity.</param>
    /// <param name="path">The folder.</param>
    /// <param name="names">Names of the classes; those that lie there are added.</param>
    /// <param name="sight">What the trunk looks at.</param>
    /// <exception cref="IOException">It cannot be written, or is in use already.</exception>
    public static KeptExamples Take(App app, string name, string path, List<string> names, GpuImage sight)
    {
        var folder = ExampleFolder.Take(path);
        ExampleReader? reader = null;
        try
        {
            var listed = ExampleFolder.List(path);
            var found = ExampleFolder.Names([.. names.Select(ExampleFolder.FolderOf)], listed.Select(e => e.Class).Distinct());
            names.AddRange(found.Skip(names.Count));
            var known = names.Select(ExampleFolder.FolderOf).ToHashSet(StringComparer.Ordinal);
            StoredExample[] own = [.. listed.Where(e => known.Contains(e.Class))];
            if (listed.Where(e => !known.Contains(e.Class)).Select(e => e.Class).Distinct().ToArray() is { Length: > 0 } others)
                Log.Information($"teach {name}: {path} holds pictures of what is no class here, which stay as they are: {string.Join(", ", others)}");
            return new KeptExamples(app, name, folder, reader = new ExampleReader(path, own, sight.Width), names, sight);
        }
        catch
        {
            reader?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A number for the next example's picture.</summary>
    public long NextPicture() => ++pictures;

    /// <summary>The next stored picture where it is there.</summary>
    /// <param name="waits">Whether it is waited for.</param>
    /// <param name="example">Which it is.</param>
    /// <param name="index">Its class.</param>
    /// <param name="rgba">Its bytes.</param>
    public bool TryTake(
        bool waits, [NotNullWhen(true)] out StoredExample? example, out int index, [NotNullWhen(true)] out byte[]? rgba)
    {
        (example, index, rgba) = (null, -1, null);
        while (!isGone && reader.TryTake(waits, out example, out rgba, out var error))
        {
            // Whatever it was renamed to meanwhile, its place is the one that it had in the beginning.
            index = Array.IndexOf(listed, example!.Class);
            if (rgba is not null)
                return true;
            Log.Warning($"teach {name}: {error}; it is passed over");
        }
        return false;
    }

    /// <summary>An example came from the folder.</summary>
    public void Took(in TaughtExample example, StoredExample from) => stored[example.Picture] = from;

    /// <summary>Appends the way back of an example's picture, which is written when it has come.</summary>
    public void Keep(Commands commands, in TaughtExample example)
    {
        if (isGone)
            return;
        coming[example.Picture] = example.Class;
        commands.Barrier();
        commands.Copy(sight, copy);
        commands.Read(new Binding(copy, 0, copy.Bytes), ring, example.Picture);
    }

    /// <summary>Its picture is moved out of sight.</summary>
    public void Remove(in TaughtExample example)
    {
        coming.Remove(example.Picture);
        if (stored.Remove(example.Picture, out var place) && !isGone)
            folder.Remove(place);
    }

    /// <summary>The example goes, its picture stays.</summary>
    public void Forget(in TaughtExample example) => stored.Remove(example.Picture);

    /// <summary>A class has another name; folders that are being read have it when that is done.</summary>
    public void Rename(string name, string other)
    {
        if (isGone)
            return;
        if (IsReading)
        {
            renamed.Add((name, other));
            return;
        }
        folder.Rename(name, other);
        var (from, to) = (ExampleFolder.FolderOf(name), ExampleFolder.FolderOf(other));
        foreach (var (picture, place) in stored.ToArray())
        {
            if (place.Class == from)
                stored[picture] = place with { Class = to };
        }
    }

    /// <summary>Hands over what has come; tells what failed.</summary>
    public void Run()
    {
        if (isGone)
            return;
        Write();
        if (renamed.Count > 0 && !IsReading)
        {
            foreach (var (name, other) in renamed)
                Rename(name, other);
            renamed.Clear();
        }
        if (folder.Failed is { } failed)
            said.Warning(failed, $"teach {name}: {failed}; the scene goes on");
    }

    /// <summary>Writes what is on its way, waits for it, and leaves the folder.</summary>
    public void Dispose()
    {
        if (isGone)
            return;
        Finish();
        isGone = true;
        reader.Dispose();
        folder.Dispose();
        ring.Dispose();
        copy.Dispose();
    }

    // What was submitted has ended when an empty submission behind it has.
    private void Finish()
    {
        if (coming.Count == 0)
            return;
        // The app gives up what compiles; this is kept.
        var stopping = app.Gpu.Stopping;
        app.Gpu.Stopping = CancellationToken.None;
        try
        {
            app.Gpu.Run(static _ => { });
            ring.Latency = 0;
            Write();
        }
        finally
        {
            app.Gpu.Stopping = stopping;
        }
    }

    private void Write()
    {
        while (coming.Count > 0 && ring.TryRead(bytes, out var picture))
        {
            if (coming.Remove(picture, out var index))
                stored[picture] = folder.Write(names[index], sight.Width, [.. bytes]);
        }
    }
}
