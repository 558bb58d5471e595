// How one node is computed.
namespace CnnCompute;

/// <summary>A node, its recipe and its storage: with them its launches are settled but for where operands lie.</summary>
/// <param name="Node">The node.</param>
/// <param name="Recipe">Its recipe.</param>
/// <param name="Half">By operand, whether it is half; null for the shaders of 32-bit storage.</param>
internal sealed record ComputedNode(Node Node, Recipe Recipe, IReadOnlyDictionary<(OperandKind Kind, int Index), bool>? Half)
{
    /// <summary>Whether an operand is half.</summary>
    public bool IsHalf(OperandKind kind, int index) => Half?.GetValueOrDefault((kind, index)) == true;

    /// <summary>Bytes of an input, the output or a temporary.</summary>
    public long Bytes(OperandKind kind, int index)
    {
        var full = kind switch
        {
            OperandKind.Input => Node.Inputs[index].Shape.Bytes,
            OperandKind.Output => Node.Shape.Bytes,
            OperandKind.Scratch => Recipe.Scratch[index],
            OperandKind.Derived => Recipe.Derived[index],
            _ => throw new ArgumentOutOfRangeException(nameof(kind), $"{this}: a plan places no {kind}"),
        };
        return IsHalf(kind, index) ? (full + 1) / 2 : full;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Node}, recipe \"{Recipe.Name}\"";
}
