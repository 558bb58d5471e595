// The one exception for tensors that do not fit an op.
namespace CnnCompute;

/// <summary>Thrown when an op cannot take its inputs; the message names the op, the shapes and the rule that was broken.</summary>
public sealed class ShapeException(string message) : ArgumentException(message)
{
    /// <summary>Builds the usual sentence: <c>Conv2d: input [1,3,8,8], weight [4,2,3,3]: rule</c>.</summary>
    public static ShapeException For(Op op, ReadOnlySpan<Shape> inputs, string rule)
    {
        var shapes = string.Join(", ", inputs.ToArray().Select(s => s.ToString()));
        return new ShapeException($"{op.Name} with input{(inputs.Length == 1 ? "" : "s")} {shapes}: {rule}");
    }

    /// <summary>The same for element types: <c>Concat with element types F32, I32: rule</c>.</summary>
    public static ShapeException For(Op op, ReadOnlySpan<DType> types, string rule) =>
        new($"{op.Name} with element type{(types.Length == 1 ? "" : "s")} {string.Join(", ", types.ToArray())}: {rule}");
}
