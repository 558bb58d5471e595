// Models that were opened, each once, with their weights on a device.
using Engine;

namespace CnnCompute;

/// <summary>Models by file; who names the same file shares one residence, so that training in one place is seen in the other.</summary>
/// <param name="gpu">The device.</param>
public sealed class LoadedModels(Gpu gpu) : IDisposable
{
    private readonly Dictionary<string, (ModelFile Model, Residence Weights)> byPath = [];
    private readonly Lock gate = new();

    /// <summary>The model in a file and where its weights live; what compiles beside the frames asks, too.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged or of another kind.</exception>
    public (ModelFile Model, Residence Weights) Open(string path)
    {
        path = Path.GetFullPath(path);
        lock (gate)
        {
            if (!byPath.TryGetValue(path, out var loaded))
                byPath[path] = loaded = (ModelFile.Load(path), new Residence(gpu));
            return loaded;
        }
    }

    /// <summary>Frees the weights; plans that use them must be gone.</summary>
    public void Dispose()
    {
        foreach (var (_, weights) in byPath.Values)
            weights.Dispose();
    }
}
