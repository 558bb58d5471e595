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

        /// <summary>Whether it is in training, and goes on being so whoever looks at it.</summary>
        public bool IsLent { get; set; }

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
    /// there is no such file its name may be that of a network in training (<see cref="Lend"/>), or of a model whose weights come with the program,
    /// such as <c>resnet18_features</c>.
    /// </summary>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged or of another kind.</exception>
    public (ModelFile Model, Residence Weights) Open(string path)
    {
        // Scenes and options name files relative to a folder, so what is a name comes as a path.
        var name = Path.GetFileName(path);
        if (!File.Exists(path) && InTraining(name) is { } training)
            return training;
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

    /// <summary>
    /// Lets a network in training be opened by a name, with the weights that its training changes. Another one of that name takes its place; who
    /// looks at the old one goes on doing so.
    /// </summary>
    public void Lend(string name, ModelFile model, Residence weights)
    {
        lock (gate)
        {
            Return(name);
            entries.Add(new Entry(name, default, model, weights) { IsLent = true });
        }
    }

    /// <summary>The network in training has gone: its name is free, its weights are let go when nothing uses them.</summary>
    public void Return(string name)
    {
        lock (gate)
        {
            foreach (var entry in entries.Where(e => e.IsLent && e.Path == name))
                entry.IsLent = false;
            LetGo();
        }
    }

    /// <summary>The network in training of that name, and its weights; null where there is none.</summary>
    public (ModelFile Model, Residence Weights)? InTraining(string name)
    {
        lock (gate)
            return entries.Find(e => e.IsLent && e.Path == name) is { } entry ? (entry.Model, entry.Weights) : null;
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
            if (entry.IsLent || entry.IsInUse || (entry.IsWaiting && waiting-- < MostWaiting))
                continue;
            entries.Remove(entry);
            entry.Weights.Dispose();
        }
    }
}
