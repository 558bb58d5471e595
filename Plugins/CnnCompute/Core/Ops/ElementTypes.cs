// Which element types ops take.
namespace CnnCompute;

/// <summary>Checks of operand types; the messages name the op, its types and the rule.</summary>
internal static class ElementTypes
{
    /// <summary>The one type of all operands.</summary>
    /// <exception cref="ShapeException">They differ, or the type is not among <paramref name="allowed"/>.</exception>
    public static DType Same(Op op, ReadOnlySpan<DType> operands, params ReadOnlySpan<DType> allowed)
    {
        foreach (var type in operands)
        {
            if (type != operands[0])
                throw ShapeException.For(op, operands, "the operands must be of one type; Cast changes it");
            if (!allowed.Contains(type))
                throw ShapeException.For(op, operands, $"only {string.Join(", ", allowed.ToArray())} can be taken");
        }
        return operands[0];
    }

    /// <summary>Requires that operand <paramref name="index"/>, called <paramref name="what"/>, is of the type <paramref name="wanted"/>.</summary>
    /// <exception cref="ShapeException">It is of another.</exception>
    public static void Require(Op op, ReadOnlySpan<DType> operands, int index, DType wanted, string what)
    {
        if (operands[index] != wanted)
            throw ShapeException.For(op, operands, $"{what} must be {wanted}");
    }
}
