// Random numbers of the standard normal distribution.
namespace CnnCompute;

/// <summary>
/// A tensor of shape <paramref name="Dimensions"/>: element i in memory is <see cref="Philox.Normal"/>(i) of the op's stream. Input: a key (see
/// <see cref="RandomKey"/>).
/// </summary>
public sealed record RandomNormalOp(Shape Dimensions, int Id) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[0]);
        return Dimensions;
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        RandomKey.CheckType(this, inputs[0]);
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device) => [new Recipe("plain", [Launch(node, "Cnn/random_normal", Id)])];

    /// <summary>The step of a kernel that draws eight numbers a thread.</summary>
    internal static Step Launch(Node node, string shader, int id) =>
        new(shader, Threads.Wide(node.Shape.Count), [(int)node.Shape.Count, id, node.Inputs[0].Shape.Count > 1, 0], Operand.In(0), Operand.Out())
        {
            Cut = Cut.Eights(node.Shape.Count) with { Whole = 0b1, First = 3 },
        };
}

public static class RandomNormalExtensions
{
    /// <summary>
    /// A tensor of normal numbers with mean 0 and deviation 1, as torch.randn, drawn anew for each value of <paramref name="key"/>: I32, the seed and the step.
    /// </summary>
    public static Tensor RandomNormal(this Graph graph, Shape shape, Tensor key) => graph.Append(new RandomNormalOp(shape, graph.NextRandomId()), key);
}
