// Which element types elementwise ops take.
namespace CnnCompute;

/// <summary>Checks of operand types; the messages name the op, its types and the rule.</summary>
internal static class ElementTypes
{
    /// <summary>The one type of all operands.</summary>
    /// <exception cref="ArgumentException">They differ, or the type is not among <paramref name="allowed"/>.</exception>
    public static DType Same(Op op, ReadOnlySpan<DType> operands, params ReadOnlySpan<DType> allowed)
    {
        foreach (var type in operands)
        {
            if (type != operands[0])
                throw new ArgumentException($"{op.Name} of {List(operands)}: the operands must be of one type; Cast changes it");
            if (!allowed.Contains(type))
                throw new ArgumentException($"{op.Name} of {List(operands)}: only {List(allowed)} can be taken");
        }
        return operands[0];
    }

    private static string List(ReadOnlySpan<DType> types) => string.Join(", ", types.ToArray());
}
