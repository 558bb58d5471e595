// Structural changes recorded now and applied later, when no query runs.
using Arch.Core;

namespace Arch.Buffer;

/// <summary>
/// Records changes for <see cref="Playback"/>, which applies creates, adds, sets, removes and destroys, in this order of kinds. Recording is locked;
/// playing back is not.
/// </summary>
public sealed partial class CommandBuffer : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<Entity, int> indexOf;
    private readonly List<Entity> entities;
    private readonly List<(int Index, ComponentType[] Types)> creates = [];
    private readonly List<bool> destroyed = [];
    private readonly List<int> destroys = [];
    private readonly List<Column> columns = [];
    private int[] columnOf = [];

    public CommandBuffer(int initialCapacity = 128)
    {
        indexOf = new Dictionary<Entity, int>(initialCapacity);
        entities = new List<Entity>(initialCapacity);
    }

    /// <summary>Entities that have something recorded.</summary>
    public int Size => entities.Count;

    /// <summary>A placeholder for an entity that Playback will create: only for this buffer's own methods, and only until then.</summary>
    public Entity Create(ComponentType[] types)
    {
        lock (gate)
        {
            var placeholder = new Entity(-(entities.Count + 1), -1, -1);
            creates.Add((Record(placeholder), types));
            return placeholder;
        }
    }

    public void Destroy(in Entity entity)
    {
        lock (gate)
        {
            var index = Index(entity);
            if (destroyed[index])
                return;
            destroyed[index] = true;
            destroys.Add(index);
        }
    }

    /// <summary>Sets a component that the entity has, or gets by this buffer.</summary>
    public void Set<T>(in Entity entity, in T? component = default)
    {
        lock (gate)
            ColumnOf<T>().Set(Index(entity), in component!);
    }

    public void Add<T>(in Entity entity, in T? component = default)
    {
        lock (gate)
        {
            var index = Index(entity);
            var column = ColumnOf<T>();
            column.Added.Add(index);
            column.Set(index, in component!);
        }
    }

    public void Remove<T>(in Entity entity)
    {
        lock (gate)
            ColumnOf<T>().Removed.Add(Index(entity));
    }

    /// <summary>
    /// Applies everything to <paramref name="world"/>; with <paramref name="dispose"/> the buffer is empty afterwards, also where a command fails.
    /// </summary>
    public void Playback(World world, bool dispose = true)
    {
        try
        {
            world.ChangeStructure("CommandBuffer.Playback");
            foreach (var (index, types) in creates)
                entities[index] = world.Create(types);
            foreach (var column in columns)
            {
                foreach (var index in column.Added)
                    world.AddComponent(entities[index], column.Type);
            }
            foreach (var column in columns)
                column.ApplySets(world, entities);
            foreach (var column in columns)
            {
                foreach (var index in column.Removed)
                    world.RemoveComponent(entities[index], column.Type);
            }
            foreach (var index in destroys)
                world.Destroy(entities[index]);
        }
        finally
        {
            if (dispose)
            {
                Dispose();
            }
            else
            {
                foreach ((var index, _) in creates)
                    entities[index] = new Entity(-(index + 1), -1, -1);
            }
        }
    }

    /// <summary>Forgets what was recorded; the buffer can be used again.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            indexOf.Clear();
            entities.Clear();
            creates.Clear();
            destroyed.Clear();
            destroys.Clear();
            foreach (var column in columns)
                column.Clear();
        }
    }

    private int Index(Entity entity)
    {
        if (indexOf.TryGetValue(entity, out var index))
            return index;
        if (entity.WorldId == -1)
            throw new InvalidOperationException($"{entity} is another buffer's placeholder, or was played back already.");
        if (entity == Entity.Null)
            throw new InvalidOperationException("Entity.Null cannot be recorded into a CommandBuffer.");
        return Record(entity);
    }

    private int Record(Entity entity)
    {
        var index = entities.Count;
        entities.Add(entity);
        destroyed.Add(false);
        indexOf.Add(entity, index);
        return index;
    }

    private Column<T> ColumnOf<T>()
    {
        var type = Component<T>.ComponentType;
        if (type.Id >= columnOf.Length)
            Array.Resize(ref columnOf, type.Id + 1);
        if (columnOf[type.Id] == 0)
        {
            columns.Add(new Column<T>(type));
            columnOf[type.Id] = columns.Count;
        }
        return (Column<T>)columns[columnOf[type.Id] - 1];
    }
}
