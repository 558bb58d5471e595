// One triangle of matrices.
namespace CnnCompute;

/// <summary>
/// The last two axes as matrices, of which what lies above (or, unless <paramref name="Upper"/>, below) the <paramref name="Diagonal"/>-th diagonal
/// stays, with it; the rest is zero (torch.triu, torch.tril, ONNX's Trilu). Any element type.
/// </summary>
public sealed record TriluOp(int Diagonal, bool Upper) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0].Rank >= 2 ? inputs[0] : throw ShapeException.For(this, inputs, "needs matrices, rank 2 at least");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(this, grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, count) = (node.Shape, (int)node.Shape.Count);
        // Channels lie within pixels.
        var inner = x.Rank == 4 ? x[1] : 1;
        yield return new Recipe("plain",
            [new Step("Cnn/trilu", Threads.For(count), [count, inner, x[-2], x[-1], Diagonal, Upper], Operand.In(0), Operand.Out())])
        {
            InPlace = 0,
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>What lies on and above the <paramref name="diagonal"/>-th diagonal of the last two axes, as torch.triu.</summary>
    public Tensor Triu(int diagonal = 0) => Graph.Append(new TriluOp(diagonal, true), this);

    /// <summary>What lies on and below the <paramref name="diagonal"/>-th diagonal of the last two axes, as torch.tril.</summary>
    public Tensor Tril(int diagonal = 0) => Graph.Append(new TriluOp(diagonal, false), this);
}
