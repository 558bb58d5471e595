// Leaky rectified linear unit with random slopes, for training.
namespace CnnCompute;

/// <summary>
/// x where x &gt; 0, else a * x with a uniform in [<paramref name="Lower"/>, <paramref name="Upper"/>): a of element i in memory is word i of the
/// op's stream; the backward pass draws the same numbers again. Inputs x and a key (see <see cref="RandomKey"/>).
/// </summary>
public sealed record RReluOp(float Lower, float Upper, int Id) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[1]);
        return Lower <= Upper ? inputs[0] : throw ShapeException.For(this, inputs, $"the lower slope {Lower} is greater than the upper, {Upper}");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        RandomKey.CheckType(this, inputs, 1);
        return ElementTypes.Same(this, inputs.AsSpan(0, 1), DType.F32);
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new RReluGradOp(Lower, Upper, Id), node.Inputs[0], node.Inputs[1], grad), null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Launch(node, Lower, Upper, Id, Operand.In(0))]) { InPlace = 0 };
    }

    /// <summary>The step for a node whose inputs are x, the key and perhaps more; <paramref name="value"/> passes where x is positive.</summary>
    internal static Step Launch(Node node, float lower, float upper, int id, Operand value) =>
        new("Cnn/rrelu", Threads.Wide(node.Shape.Count), [(int)node.Shape.Count, id, node.Inputs[1].Shape.Count > 1, 0, lower, upper - lower],
            Operand.In(0), value, Operand.In(1), Operand.Out())
        {
            Cut = Cut.Eights(node.Shape.Count) with { Whole = 0b100, First = 3 },
        };
}

/// <summary>The gradient of a leaky unit with random slopes: dy where x &gt; 0, else a * dy. Inputs x, key, dy.</summary>
public sealed record RReluGradOp(float Lower, float Upper, int Id) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0] == inputs[2] ? inputs[0] : throw ShapeException.For(this, inputs, "value and gradient differ");

    /// <summary>Linear in dy, and constant in x but for the kink: the same slopes again.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [null, null, grad.Graph.Append(this, node.Inputs[0], node.Inputs[1], grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [RReluOp.Launch(node, Lower, Upper, Id, Operand.In(2))]) { InPlace = 2 };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// x where positive, else x times a slope drawn uniformly from [lower, upper), as torch.nn.functional.rrelu in training; <paramref name="key"/>
    /// is I32: the seed and the step. In evaluation it is <see cref="LeakyRelu"/> with the mean slope.
    /// </summary>
    public Tensor RRelu(Tensor key, float lower = 1f / 8, float upper = 1f / 3) =>
        Graph.Append(new RReluOp(lower, upper, Graph.NextRandomId()), this, key);
}
