// Raw bytes of a batch of pictures, as they come from a loader.
namespace CnnCompute;

/// <summary>
/// I32 words holding bytes, four each, lowest first, in order N,H,W,C, to F32 of shape <paramref name="Target"/> [N,C,H,W] (at most three channels),
/// each byte * scale[c] + shift[c].
/// </summary>
public sealed record UnpackBytesOp(Shape Target, PixelNorm Norm) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Target.Rank == 4 && Target[1] <= 3 && inputs[0].Count == (Target.Count + 3) / 4
        ? Target
        : throw ShapeException.For(this, inputs, $"{Target} must be [N,C,H,W] with at most three channels and needs {(Target.Count + 3) / 4} words");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "the packed bytes");
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        PushWord[] push = [(int)Target.Count, .. Norm.Push];
        yield return new Recipe("plain",
            [new Step("Cnn/unpack_bytes", Threads.Wide(Target.Count), push, Operand.In(0), Operand.Out()) { Constants = [(0, (uint)Target[1])] }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Bytes packed in I32 words, in order N,H,W,C, as F32 [N,C,H,W] under a norm.</summary>
    public Tensor UnpackBytes(Shape target, PixelNorm norm) => Graph.Append(new UnpackBytesOp(target, norm.InOrder), this).InOrderOf(norm);
}
