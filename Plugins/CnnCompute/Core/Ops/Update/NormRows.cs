// Sums of squares of many tensors in two launches.
namespace CnnCompute;

/// <summary>
/// Tensors whose squares are added up, each for itself, in a fixed order: parts of at least a thousand elements first, then each tensor's parts. An
/// object of its own, as operators hold no lists.
/// </summary>
public sealed class NormRows
{
    private const long LeastChunk = 1024, MostParts = 8192;
    private readonly IReadOnlyList<(Operand Source, long Count, uint Scaling)> rows;
    private readonly uint[] words;

    private NormRows(IReadOnlyList<(Operand Source, long Count, uint Scaling)> rows)
    {
        this.rows = rows;
        words = new uint[4 * rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            var chunk = Math.Max(LeastChunk, ((rows[i].Count + MostParts - 1) / MostParts + 7) / 8 * 8);
            (words[4 * i], words[4 * i + 1]) = ((uint)rows[i].Count, (uint)chunk);
            (words[4 * i + 2], words[4 * i + 3]) = ((uint)Parts, rows[i].Scaling);
            Parts += (int)((rows[i].Count + chunk - 1) / chunk);
        }
    }

    /// <summary>How many parts all of them have.</summary>
    public int Parts { get; }

    /// <summary>How many tensors there are.</summary>
    public int Count => rows.Count;

    /// <summary>
    /// The sources in order: elements from an operand; of scaling bit 0 says that they are scaled, bit 1 that they are clipped then.
    /// </summary>
    public static NormRows Of(IReadOnlyList<(Operand Source, long Count, uint Scaling)> rows) => new(rows);

    /// <summary>Whether all sources are inputs with as many elements.</summary>
    internal bool Fit(Shape[] inputs) => rows.All(r => r.Source is { Kind: OperandKind.Input } source && source.Index < inputs.Length
        && source.Offset / 4 + r.Count <= inputs[source.Index].Count);

    /// <summary>An input's elements, for tests.</summary>
    internal IEnumerable<(int Input, long Start, long Count, uint Scaling)> Sources =>
        rows.Select(r => (r.Source.Index, r.Source.Offset / 4, r.Count, r.Scaling));

    /// <summary>The launches; <paramref name="parts"/> takes <see cref="Parts"/> numbers, <paramref name="result"/> one for each tensor.</summary>
    internal IEnumerable<Step> Steps(Operand control, double clip, Operand parts, Operand result)
    {
        Operand[] sources = [.. rows.Select(r => r.Source)];
        var table = new OperandTable(2, 1, words);
        yield return new Step("Cnn/squared_norms", Threads.For(Parts), [Parts, Count, (float)clip], [control, parts, .. sources]) { Table = table };
        yield return new Step("Cnn/squared_norms_sum", Threads.For(Count), [Count], [parts, result, .. sources]) { Table = table };
    }
}
