// The order in which examples are learnt: of each class as many, however unequal their numbers are.
namespace CnnCompute;

/// <summary>Draws rows class after class, within a class in a shuffled order that depends on the seed and the pass alone.</summary>
/// <param name="seed">Decides the order.</param>
internal sealed class BalancedDraws(ulong seed)
{
    private readonly List<List<int>> rows = [];
    private readonly List<int> classes = [];
    private long drawn;

    /// <summary>Takes the examples to learn from as they are now.</summary>
    public void Take(TaughtExamples examples)
    {
        foreach (var list in rows)
            list.Clear();
        while (rows.Count < examples.Classes)
            rows.Add([]);
        foreach (var example in examples.All)
        {
            if (!example.IsHeldOut)
                rows[example.Class].Add(example.Slot);
        }
        classes.Clear();
        for (var index = 0; index < rows.Count; index++)
        {
            if (rows[index].Count > 0)
                classes.Add(index);
        }
    }

    /// <summary>The next batch: rows and their classes.</summary>
    public void Next(Span<int> batch, Span<int> labels)
    {
        for (var i = 0; i < batch.Length; i++, drawn++)
        {
            var (pass, place) = Math.DivRem(drawn, classes.Count);
            var own = rows[labels[i] = classes[(int)place]];
            batch[i] = own[new Permutation(own.Count, seed + (ulong)labels[i], pass / own.Count)[(int)(pass % own.Count)]];
        }
    }
}
