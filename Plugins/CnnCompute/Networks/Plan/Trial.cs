// One recipe of a node exactly as a plan would run it, on memory of its own.
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace CnnCompute;

/// <summary>A piece of memory that a trial needs.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Index">Which of that kind.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Half">Whether its elements are 16-bit floats.</param>
internal readonly record struct TrialOperand(OperandKind Kind, int Index, long Bytes, bool Half);

/// <summary>What a tuner measures: the launches of a node that a plan would make, fused, cut and stored as there.</summary>
internal sealed class Trial
{
    private readonly Lowering lowering;
    private readonly ImmutableArray<int> sameInput;

    /// <summary>A trial of a computation.</summary>
    /// <param name="computation">The node with its epilogue, the recipe as it fits the device, and the storage of every operand.</param>
    /// <param name="preparesOnce">Whether preparing steps belong to derivations rather than to every run.</param>
    /// <param name="root">The tensor whose memory another is.</param>
    /// <param name="lowering">Makes the launches.</param>
    public Trial(ComputedNode computation, bool preparesOnce, Func<int, int> root, Lowering lowering)
    {
        (ComputedNode, PreparesOnce, this.lowering) = (computation, preparesOnce, lowering);
        var inputs = computation.Node.Inputs;
        sameInput = [.. inputs.Select((t, i) => Enumerable.Range(0, i + 1)
            .First(j => root(inputs[j].Id) == root(t.Id) && computation.IsHalf(OperandKind.Input, i) == computation.IsHalf(OperandKind.Input, j)))];
        Operands =
        [
            .. Steps.SelectMany(s => s.Bindings).Where(b => !b.Idle).Select(Key).Distinct()
                .Select(k => new TrialOperand(
                    k.Kind, k.Index, Place.RoundUp(computation.Bytes(k.Kind, k.Index)), computation.IsHalf(k.Kind, k.Index))),
        ];
    }

    /// <summary>The node, its recipe and its storage.</summary>
    public ComputedNode ComputedNode { get; }

    /// <summary>Whether preparing steps are run before, not measured.</summary>
    public bool PreparesOnce { get; }

    /// <summary>What lies in memory, by index of the places that launches have in the arena.</summary>
    public ImmutableArray<TrialOperand> Operands { get; }

    private IEnumerable<Step> Steps => ComputedNode.Recipe.Prepare.Concat(ComputedNode.Recipe.Steps);

    /// <summary>The launches: those that make derived operands, and those of the node itself.</summary>
    public (ImmutableArray<Launch> Prepare, ImmutableArray<Launch> Compute) Lower() =>
        ([.. lowering.Prepare(ComputedNode, Whole)], [.. lowering.Compute(ComputedNode, Whole)]);

    /// <summary>All that the launches are made of, in one line: equal texts are equal launches.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        text.Append(ComputedNode.Recipe.Name).Append(ComputedNode.Half is null ? "" : " f16").Append(PreparesOnce ? " once" : "");
        foreach (var operand in Operands)
            text.Append(CultureInfo.InvariantCulture, $" {operand.Kind}{operand.Index}:{operand.Bytes}{(operand.Half ? "h" : "")}");
        foreach (var step in Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"; {step.Shader} {step.Threads}");
            if (step.Table is { } table)
                text.Append(CultureInfo.InvariantCulture, $" table {table.First} {table.Columns} {string.Join(' ', table.Words)}");
            foreach (var (id, value) in step.Constants)
                text.Append(CultureInfo.InvariantCulture, $" {id}={value}");
            foreach (var word in step.Push)
                text.Append(CultureInfo.InvariantCulture, $" {word.Bits:x}");
            foreach (var binding in step.Bindings)
                text.Append(binding.Idle ? " -" : string.Create(CultureInfo.InvariantCulture, $" {Key(binding)}+{binding.Offset}:{binding.Size}"));
        }
        return text.ToString();
    }

    private (OperandKind Kind, int Index) Key(Operand operand) =>
        (operand.Kind, operand.Kind == OperandKind.Input ? sameInput[operand.Index] : operand.Index);

    private Place Whole(Operand operand)
    {
        var (kind, index) = Key(operand);
        var i = 0;
        while (Operands[i].Kind != kind || Operands[i].Index != index)
            i++;
        return new Place(Region.Arena, i, 0, Operands[i].Bytes);
    }
}
