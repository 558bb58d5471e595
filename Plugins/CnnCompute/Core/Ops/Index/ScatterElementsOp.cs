// Elements put to places along one axis, each by an index of its own.
namespace CnnCompute;

/// <summary>What becomes of an element that is written to, or written to again.</summary>
public enum ScatterReduction
{
    /// <summary>The last one written stays.</summary>
    None,

    /// <summary>They are added.</summary>
    Add,

    /// <summary>They are multiplied.</summary>
    Mul,

    /// <summary>The largest stays.</summary>
    Max,

    /// <summary>The smallest stays.</summary>
    Min,
}

/// <summary>
/// Inputs data, I32 indices and updates of the indices' shape: data, but at [p with indices[p] on <paramref name="Axis"/>] combined with updates[p]
/// (torch.scatter, torch.scatter_reduce, ONNX's ScatterElements). Negative indices count from the end; those outside write to the nearest element.
/// Several updates of one element are taken in the order of their places, so that results repeat bit by bit.
/// </summary>
public sealed record ScatterElementsOp(int Axis, ScatterReduction Reduction) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        GatherElementsOp.Check(this, Axis, inputs);
        return inputs[1] == inputs[2] ? inputs[0] : throw ShapeException.For(this, inputs, "indices and updates differ");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[1] == DType.I32 && inputs[0] == inputs[2]
        && (inputs[0] != DType.Bool || Reduction == ScatterReduction.None)
        ? inputs[0]
        : throw ShapeException.For(this, inputs, "indices must be I32, data and updates of one type, truth values only written");

    /// <summary>
    /// Of several updates written to one element, all get its gradient where nothing combines them (as in PyTorch); extrema share it equally.
    /// </summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var (x, at, u, graph) = (node.Inputs[0], node.Inputs[1], node.Inputs[2], grad.Graph);
        Tensor Pick(Tensor t) => t.GatherElements(Axis, at);
        Tensor Chain(ReduceKind kind, Tensor x, Tensor y, Tensor dy) => graph.Append(new ReduceGradOp(kind), x, y, dy);
        Tensor Each(ReduceKind kind, Tensor t) => graph.Append(new ReduceOp(kind, 0, true), t);
        switch (Reduction)
        {
            case ScatterReduction.None:
                return [grad.ScatterElements(Axis, at, graph.Fill(u.Shape, 0)), null, Pick(grad)];
            case ScatterReduction.Add:
                return [grad, null, Pick(grad)];
            case ScatterReduction.Mul:
                // As for products: divided out where a factor is not zero, the product of the others where it alone is.
                var zeros = Each(ReduceKind.Zeros, x).ScatterElements(Axis, at, Each(ReduceKind.Zeros, u), ScatterReduction.Add);
                var others = Each(ReduceKind.ProdNonZero, x)
                    .ScatterElements(Axis, at, Each(ReduceKind.ProdNonZero, u), ScatterReduction.Mul) * (2 - zeros).Relu();
                return
                [
                    Chain(ReduceKind.Prod, x, output, grad) + Chain(ReduceKind.ProdNonZero, x, others, grad), null,
                    Chain(ReduceKind.Prod, u, Pick(output), Pick(grad)) + Chain(ReduceKind.ProdNonZero, u, Pick(others), Pick(grad)),
                ];
            default:
                var mine = Chain(ReduceKind.Max, x, output, graph.Fill(x.Shape, 1));
                var theirs = Chain(ReduceKind.Max, u, Pick(output), graph.Fill(u.Shape, 1));
                var share = grad / mine.ScatterElements(Axis, at, theirs, ScatterReduction.Add);
                return [mine * share, null, theirs * Pick(share)];
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, at, count) = (node.Shape, node.Inputs[1].Shape, (int)node.Shape.Count);
        var (order, strides) = (x.MemoryOrder(), at.Strides());
        static IEnumerable<PushWord> Eight(IEnumerable<int> values) =>
            values.Select(v => (PushWord)v).Concat(Enumerable.Repeat<PushWord>(1, Shape.MaxRank)).Take(Shape.MaxRank);
        yield return new Recipe("plain", [.. Range1.Rounds(at[Axis], 1).Select(r => new Step("Cnn/scatter_elements", Threads.For(count),
            [
                count, r.First, r.End, strides[Axis], x[Axis], .. Eight(order.Select(a => x[a])),
                .. Eight(order.Select(a => a == Axis ? int.MaxValue : at[a])),
                .. Eight(order.Select(a => a == Axis ? 0 : strides[a])),
            ],
            Operand.In(0), Operand.In(1), Operand.In(2), Operand.Out())
        {
            Constants = [(0, (uint)x.Rank), (1, (uint)Array.IndexOf(order, Axis)), (2, (uint)Reduction), (3, node.Type == DType.F32 ? 0u : 1u)],
        })]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// As torch.scatter (or torch.scatter_reduce) and ONNX's ScatterElements: <paramref name="updates"/> go to the places that I32
    /// <paramref name="indices"/> name along <paramref name="axis"/>.
    /// </summary>
    /// <exception cref="ShapeException">The shapes or types do not fit.</exception>
    public Tensor ScatterElements(int axis, Tensor indices, Tensor updates, ScatterReduction reduction = ScatterReduction.None) =>
        Graph.Append(
            new ScatterElementsOp(AxisView.Normalize(new ScatterElementsOp(axis, reduction), Shape, axis), reduction), this, indices, updates);

    /// <summary>
    /// ONNX's ScatterND: the last axis of I32 <paramref name="indices"/> holds coordinates along the first axes of this tensor; the elements or
    /// slices there are combined with those of <paramref name="updates"/>, whose shape is the indices' without the last axis, followed by the
    /// slice's.
    /// </summary>
    /// <exception cref="ShapeException">The shapes or types do not fit.</exception>
    public Tensor ScatterNd(Tensor indices, Tensor updates, ScatterReduction reduction = ScatterReduction.None)
    {
        var (data, at) = (Shape.ToArray(), indices.Shape.ToArray());
        if (at.Length == 0 || at[^1] > data.Length || !updates.Shape.ToArray().SequenceEqual([.. at[..^1], .. data[at[^1]..]]))
        {
            throw new ShapeException($"ScatterNd with inputs {Shape}, {indices.Shape}, {updates.Shape}: updates must be the indices without their "
                + "last axis, followed by the data's axes behind the coordinates");
        }
        int rows = (int)new Shape(data[..at[^1]]).Count, inner = (int)new Shape(data[at[^1]..]).Count, count = (int)new Shape(at[..^1]).Count;
        var flat = indices.RavelIndex(new Shape(data[..at[^1]]), 0).Reshape(count, 1).BroadcastTo(new Shape(count, inner));
        return Reshape(rows, inner).ScatterElements(0, flat, updates.Reshape(count, inner), reduction).Reshape(Shape);
    }
}
