// Pictures chosen by number from a whole data set of raw bytes.
namespace CnnCompute;

/// <summary>
/// Inputs I32 words holding the bytes of all pictures <paramref name="Data"/> [S,C,H,W] (at most three channels), four each, lowest first, in order
/// S,H,W,C; and I32 indices [N]. Gives F32 [N,C,H,W]: pictures indices[n], each byte * scale[c] + shift[c], as <see cref="UnpackBytesOp"/> of a batch
/// that holds them. Negative indices give pictures of zeros, as padding rows are; those beyond the last give the last.
/// </summary>
public sealed record GatherBytesOp(Shape Data, PixelNorm Norm) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        if (Data.Rank != 4 || Data[1] > 3 || inputs[0].Count != (Data.Count + 3) / 4)
            throw ShapeException.For(this, inputs, $"{Data} must be [S,C,H,W] with at most three channels and needs {(Data.Count + 3) / 4} words");
        return inputs[1].Rank == 1 ? Data.With(0, inputs[1][0]) : throw ShapeException.For(this, inputs, "needs a list of indices");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "the packed bytes");
        ElementTypes.Require(this, inputs, 1, DType.I32, "indices");
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var picture = (int)(Data.Count / Data[0]);
        PushWord[] push = [(int)node.Shape.Count, .. Norm.Push, picture, Data[0]];
        yield return new Recipe("plain",
        [
            new Step("Cnn/gather_bytes", Threads.Wide(node.Shape.Count), push, Operand.In(0), Operand.In(1), Operand.Out())
            {
                // Pictures of whole groups of eight bytes are read by those.
                Constants = [(0, (uint)Data[1]), (1, picture % 8 == 0 ? 1u : 0u)],
            },
        ]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Pictures <paramref name="indices"/> [N] of a data set <paramref name="data"/> [S,C,H,W] whose bytes are packed here in I32 words, in order
    /// S,H,W,C, as F32 [N,C,H,W] under a norm; a negative index gives a picture of zeros.
    /// </summary>
    public Tensor GatherBytes(Tensor indices, Shape data, PixelNorm norm) =>
        Graph.Append(new GatherBytesOp(data, norm.InOrder), this, indices).InOrderOf(norm);
}
