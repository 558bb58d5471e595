// Deferred disposal: an object is destroyed once no command buffer, submitted or still being recorded, can use it.
namespace Engine;

/// <summary>Something that is destroyed when the device is done with it.</summary>
internal interface IRetired
{
    /// <summary>Frees the Vulkan objects at once.</summary>
    void Destroy();
}

internal sealed class Retirement(Timeline timeline)
{
    private readonly record struct Entry(IRetired What, ulong Serial);

    private readonly Lock gate = new();
    private readonly Queue<Entry> undated = [];                    // a Commands begun before the disposal is still open
    private readonly Queue<(IRetired What, ulong Value)> dated = [];
    private readonly List<ulong> open = [];                        // serials of Commands being recorded, ascending
    private ulong serial;

    /// <summary>A Commands begins; returns its serial for <see cref="Closed"/>.</summary>
    public ulong Opened()
    {
        lock (gate)
        {
            open.Add(++serial);
            return serial;
        }
    }

    /// <summary>That Commands was submitted or discarded.</summary>
    public void Closed(ulong which)
    {
        lock (gate)
        {
            open.Remove(which);
            Date();
        }
    }

    public void Add(IRetired what)
    {
        lock (gate)
        {
            undated.Enqueue(new Entry(what, serial));
            Date();
        }
    }

    /// <summary>Destroys what the device has finished with.</summary>
    public void Collect()
    {
        while (TryTake(timeline.Completed) is { } what)
            what.Destroy();
    }

    /// <summary>Destroys everything; the device is idle and no Commands is open any more.</summary>
    public void CollectAll()
    {
        lock (gate)
        {
            open.Clear();
            Date();
        }
        while (TryTake(ulong.MaxValue) is { } what)
            what.Destroy();
    }

    private IRetired? TryTake(ulong completed)
    {
        lock (gate)
            return dated.TryPeek(out var first) && first.Value <= completed ? dated.Dequeue().What : null;
    }

    private void Date()
    {
        var oldest = open.Count > 0 ? open[0] : ulong.MaxValue;
        while (undated.TryPeek(out var entry) && entry.Serial < oldest)
            dated.Enqueue((undated.Dequeue().What, timeline.Submitted));
    }
}
