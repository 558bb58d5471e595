// The entities and components which a scene file brought into the world, and their way back into a file.
namespace Engine;

/// <summary>A loaded scene. Disposing it ends every entity of its world, disposing disposable components.</summary>
public sealed class Scene : IDisposable
{
    private readonly IReadOnlyDictionary<string, SceneComponent> components;
    private readonly SceneOverrides overrides;
    private readonly Dictionary<string, Entity> named = [];
    private List<SceneEntry> entries = [];
    private DateTime fileTime;
    private bool disposed;

    private Scene(string path, World world, IReadOnlyDictionary<string, SceneComponent> components, SceneOverrides overrides)
    {
        this.overrides = overrides;
        Path = path;
        World = world;
        this.components = components;
        Name = "";
    }

    /// <summary>What the file calls itself; it changes where a reload finds another name.</summary>
    public string Name { get; private set; }

    /// <summary>The file it was loaded from.</summary>
    public string Path { get; }

    /// <summary>A file that the scene names: relative paths start at the folder of the scene's file.</summary>
    public string PathOf(string file) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!, file);

    /// <summary>Where its entities live, together with what systems create.</summary>
    public World World { get; }

    /// <summary>The named entities of the file.</summary>
    public IReadOnlyDictionary<string, Entity> Entities => named;

    /// <summary>The entity of that name; throws SceneException with the nearest one.</summary>
    public Entity Find(string name) => named.TryGetValue(name, out var entity)
        ? entity
        : throw new SceneException(Path, 1, $"Scene '{Name}' has no entity '{name}'{Spelling.Hint(name, named.Keys)}");

    /// <summary>What the scene's changing texts say now, by entity name.</summary>
    public IEnumerable<(string Name, string Text)> Texts()
    {
        foreach (var (name, entity) in named)
        {
            if (World.IsAlive(entity) && World.TryGet(entity, out TextBuffer? text))
                yield return (name, text!.Text.ToString());
        }
    }

    /// <summary>Writes the registered components as they are now, without fields that have their default value.</summary>
    public void Save(string path)
    {
        var nameOf = named.ToDictionary(e => e.Value, e => e.Key);
        SceneFile.Write(path, Name, World, entries, components, entity => nameOf.TryGetValue(entity, out var name) ? name
            : throw new InvalidOperationException($"A component refers to {entity}, which has no name in scene '{Name}': a file cannot hold it."));
    }

    /// <summary>
    /// Where the file changed since it was read: brings what changed in it into the world, and leaves the rest as it is. Throws SceneException,
    /// changing nothing, where it is wrong.
    /// </summary>
    public bool ReloadIfChanged()
    {
        var now = File.GetLastWriteTimeUtc(Path);
        if (now == fileTime)
            return false;
        fileTime = now;
        Take(SceneFile.Read(Path, World, components, entries.ToDictionary(e => e.Key, e => e.Entity), overrides));
        return true;
    }

    /// <summary>Ends every entity of the world, also what systems created, and disposes disposable components.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        named.Clear();
        entries.Clear();
        World.ClearDisposing();
    }

    internal static Scene Load(
        string path, World world, IReadOnlyDictionary<string, SceneComponent> components, SceneOverrides overrides)
    {
        var scene = new Scene(path, world, components, overrides) { fileTime = File.GetLastWriteTimeUtc(path) };
        scene.Take(SceneFile.Read(path, world, components, new Dictionary<string, Entity>(), overrides));
        return scene;
    }

    private void Take((string Name, List<SceneEntry> Entries) file)
    {
        var before = entries.ToDictionary(e => e.Key);
        (Name, entries) = file;
        named.Clear();
        foreach (var entry in entries)
        {
            if (entry.Name is not null)
            {
                named[entry.Name] = entry.Entity;
                World.AddOrGet(entry.Entity, new EntityName(entry.Name));
            }
            before.Remove(entry.Key, out var old);
            if (old?.Entity != entry.Entity)
                old = null;
            Update(entry, old);
        }
        foreach (var gone in before.Values)
        {
            if (World.IsAlive(gone.Entity))
                World.DestroyDisposing(gone.Entity);
        }
    }

    // Only what differs between the two texts is written: values which systems changed meanwhile stay.
    private void Update(SceneEntry entry, SceneEntry? old)
    {
        foreach (var (component, value) in entry.Values)
        {
            if (!World.Has(entry.Entity, component.Type))
                World.Add(entry.Entity, in value);
            else if (old is null || !old.Values.TryGetValue(component, out var was) || !Same(component, was, value))
                World.Set(entry.Entity, value);
        }
        if (old is null)
            return;
        foreach (var component in old.Values.Keys)
        {
            if (!entry.Values.ContainsKey(component))
                World.RemoveDisposing(entry.Entity, component.Type);
        }
    }

    private static bool Same(SceneComponent component, object a, object b) => component.Write(a, IdOf).Equals(component.Write(b, IdOf));

    private static string IdOf(Entity entity) => entity.ToString();
}
