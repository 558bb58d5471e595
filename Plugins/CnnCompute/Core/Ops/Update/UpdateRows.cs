// Which parameters an update changes, and by which gradients.
namespace CnnCompute;

/// <summary>One parameter of an update.</summary>
/// <param name="Weight">What changes.</param>
/// <param name="Input">The node's input that holds its gradient, or a part of it; -1 where <paramref name="From"/> stands in.</param>
/// <param name="Start">The gradient's first element in that input.</param>
/// <param name="WeightStart">The first element that changes, in memory order.</param>
/// <param name="Count">How many elements change.</param>
/// <param name="From">A parameter that takes a gradient's place.</param>
/// <param name="States">The rule's states, each of the weight's shape.</param>
public sealed record UpdateRow(
    Parameter Weight, int Input, long Start, long WeightStart, long Count, Parameter? From, IReadOnlyList<Parameter> States)
{
    /// <summary>Whether the gradient is a part of its input.</summary>
    public bool IsPart { get; init; }

    /// <summary>The whole of a weight by the whole of an input.</summary>
    public static UpdateRow Of(Parameter weight, int input, params IReadOnlyList<Parameter> states) =>
        new(weight, input, 0, 0, weight.Shape.Count, null, states);
}

/// <summary>The rows of one update. An object of its own, as operators hold no lists.</summary>
public sealed class UpdateRows
{
    private const int Width = 8;

    /// <summary>The rows in order.</summary>
    public UpdateRows(IReadOnlyList<UpdateRow> rows)
    {
        All = rows;
        Writes = [.. rows.SelectMany(r => r.States.Prepend(r.Weight).Concat(r.From is null ? [] : [r.From])).Distinct()];
        Starts = new int[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            Starts[i] = Blocks;
            Blocks += (int)((rows[i].Count + Width - 1) / Width);
        }
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<UpdateRow> All { get; }

    /// <summary>All that is written.</summary>
    public IReadOnlyList<Parameter> Writes { get; }

    /// <summary>Pieces of eight elements of all rows, each row's last one perhaps incomplete.</summary>
    public int Blocks { get; }

    internal int[] Starts { get; }

    /// <summary>Where a parameter is among <see cref="Writes"/>.</summary>
    internal Operand Of(Parameter parameter, long start = 0)
    {
        for (var i = 0; i < Writes.Count; i++)
        {
            if (Writes[i] == parameter)
                return Operand.Param(i) with { Offset = 4 * start };
        }
        throw new ArgumentException($"{parameter.Name} is in no row", nameof(parameter));
    }

    // What is a part of something larger says where it ends; a whole reaches to the end of its allocation.
    internal Operand Gradient(UpdateRow row) => row.From is { } from ? Of(from)
        : row.IsPart ? Operand.In(row.Input, 4 * row.Start, Bytes(row)) : Operand.In(row.Input);

    internal Operand Weight(UpdateRow row) =>
        row.Count == row.Weight.Shape.Count ? Of(row.Weight) : Of(row.Weight, row.WeightStart) with { Size = Bytes(row) };

    private static long Bytes(UpdateRow row) => (4 * row.Count + 31) / 32 * 32;
}
