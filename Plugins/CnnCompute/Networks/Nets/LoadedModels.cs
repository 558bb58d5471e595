// Models that are open, each once, with their weights on a device.
using Engine;

namespace CnnCompute;

/// <summary>
/// Models by file; who names the same file shares one residence, so that training in one place is seen in the other. A model is kept while plans of
/// it live, and let go when another is opened after them.
/// </summary>
/// <param name="gpu">The device.</param>
public sealed class LoadedModels(Gpu gpu) : IDisposable
{
    // Opened and not compiled yet, or refused: nothing tells them apart, so the oldest go.
    private const int MostWaiting = 4;
    private readonly List<Entry> entries = [];
    private readonly Lock gate = new();

    // What was opened, the newest last.
    private sealed class Entry(string path, DateTime written, ModelFile model, Residence weights)
    {
        public string Path => path;

        public DateTime Written => written;

        public ModelFile Model => model;

        public Residence Weights => weights;

        /// <summary>Plans that it had had when it was opened last.</summary>
        public long Before { get; set; }

        public bool IsInUse => weights.Plans > 0;

        /// <summary>Whether nothing was compiled since it was opened last.</summary>
        public bool IsWaiting => !IsInUse && weights.PlansSoFar == Before;
    }

    /// <summary>Models that are kept.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return entries.Count;
        }
    }

    /// <summary>
    /// The model in a file and where its weights live; what compiles beside the frames asks, too. A file that was written anew is opened anew. Where
    /// there is no such file its name may be that of a model whose weights come with the program, such as <c>resnet18_features</c>.
    /// </summary>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged or of another kind.</exception>
    public (ModelFile Model, Residence Weights) Open(string path)
    {
        // Scenes and options name files relative to a folder, so what is a name comes as a path.
        var name = Path.GetFileName(path);
        var isNamed = !File.Exists(path) && PackagedWeights.PathOf(name) is not null;
        path = isNamed ? name : Path.GetFullPath(path);
        lock (gate)
        {
            var written = isNamed ? default : File.GetLastWriteTimeUtc(path);
            var entry = entries.Find(e => e.Path == path && e.Written == written)
                ?? new Entry(path, written, isNamed ? ModelFile.Open(name) : ModelFile.Load(path), new Residence(gpu));
            entries.Remove(entry);
            entry.Before = entry.Weights.PlansSoFar;
            LetGo();
            entries.Add(entry);
            return (entry.Model, entry.Weights);
        }
    }

    /// <summary>Frees the weights; plans that use them must be gone.</summary>
    public void Dispose()
    {
        foreach (var entry in entries)
            entry.Weights.Dispose();
        entries.Clear();
    }

    private void LetGo()
    {
        var waiting = entries.Count(e => e.IsWaiting);
        foreach (var entry in entries.ToArray())
        {
            if (entry.IsInUse || (entry.IsWaiting && waiting-- < MostWaiting))
                continue;
            entries.Remove(entry);
            entry.Weights.Dispose();
        }
    }
}
