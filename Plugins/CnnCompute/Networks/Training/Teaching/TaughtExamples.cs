// The examples of a teaching: which are there, of which class, and which are held out.
namespace CnnCompute;

/// <summary>
/// A list that grows and shrinks at its end; a class can go as a whole. What is held out follows from an example's place in its class.
/// </summary>
public sealed class TaughtExamples
{
    /// <summary>The label of a row that holds no example to learn from: beyond all classes.</summary>
    public const int None = 1 << 20;

    private readonly List<TaughtExample> all = [];
    private readonly List<int> counts = [], held = [];
    private readonly SortedSet<int> free = [];
    private int used;

    /// <summary>All of them, the newest last.</summary>
    public IReadOnlyList<TaughtExample> All => all;

    /// <summary>Number of examples.</summary>
    public int Count => all.Count;

    /// <summary>Classes there were examples of; some may have none any more.</summary>
    public int Classes => counts.Count;

    /// <summary>Examples that are held out, of all classes.</summary>
    public int HeldOut { get; private set; }

    /// <summary>Rows that are needed to hold them all.</summary>
    public int Rows => used;

    /// <summary>Counts every change.</summary>
    public long Version { get; private set; }

    /// <summary>Classes that have an example.</summary>
    public int Present { get; private set; }

    /// <summary>Examples of a class.</summary>
    public int CountOf(int index) => index < counts.Count ? counts[index] : 0;

    /// <summary>Those of them that are held out.</summary>
    public int HeldOutOf(int index) => index < held.Count ? held[index] : 0;

    /// <summary>One more of a class.</summary>
    /// <param name="index">The class, from 0.</param>
    /// <param name="picture">Number of its picture.</param>
    public TaughtExample Add(int index, long picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        while (counts.Count <= index)
        {
            counts.Add(0);
            held.Add(0);
        }
        var slot = free.Count > 0 ? free.Min : used++;
        free.Remove(slot);
        var example = new TaughtExample(slot, index, counts[index], picture);
        all.Add(example);
        Tally(example, 1);
        return example;
    }

    /// <summary>The last one goes; null where there is none.</summary>
    public TaughtExample? Undo()
    {
        if (all.Count == 0)
            return null;
        var last = all[^1];
        all.RemoveAt(all.Count - 1);
        Tally(last, -1);
        free.Add(last.Slot);
        return last;
    }

    /// <summary>All of a class go.</summary>
    public IReadOnlyList<TaughtExample> Clear(int index)
    {
        TaughtExample[] gone = [.. all.Where(e => e.Class == index)];
        all.RemoveAll(e => e.Class == index);
        foreach (var example in gone)
        {
            Tally(example, -1);
            free.Add(example.Slot);
        }
        return gone;
    }

    /// <summary>The newest of a class; null where there is none.</summary>
    public TaughtExample? Last(int index)
    {
        for (var i = all.Count - 1; i >= 0; i--)
        {
            if (all[i].Class == index)
                return all[i];
        }
        return null;
    }

    /// <summary>Writes the class of every row that is learnt from, and <see cref="None"/> for all others.</summary>
    public void WriteLabels(Span<int> labels)
    {
        labels.Fill(None);
        foreach (var example in all)
        {
            if (!example.IsHeldOut)
                labels[example.Slot] = example.Class;
        }
    }

    private void Tally(TaughtExample example, int by)
    {
        counts[example.Class] += by;
        Version++;
        if (example.IsHeldOut)
        {
            held[example.Class] += by;
            HeldOut += by;
        }
        if (counts[example.Class] == (by > 0 ? 1 : 0))
            Present += by;
    }
}
