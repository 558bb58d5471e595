// How much each class label counts.
namespace CnnCompute;

/// <summary>
/// weight[label] (1 where there are no weights) for I32 labels of any shape; 0 where the label is negative or <paramref name="IgnoreIndex"/>, NaN
/// where it is beyond the <paramref name="Classes"/>. What a mean over labelled elements divides by. Inputs labels and perhaps weights [C].
/// </summary>
public sealed record LabelWeightsOp(int Classes, int IgnoreIndex) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs.Length == 1 || inputs[1] == new Shape(Classes)
        ? inputs[0]
        : throw ShapeException.For(this, inputs, $"class weights must be [{Classes}]");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "labels");
        return DType.F32;
    }

    /// <summary>None: labels are integers, weights constants.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => new Tensor?[node.Inputs.Count];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (count, weighted) = ((int)node.Shape.Count, node.Inputs.Count > 1);
        yield return new Recipe("plain",
        [
            new Step(
                "Cnn/label_weights", Threads.For(count), [count, Classes, 1, IgnoreIndex], Operand.In(0), Operand.In(weighted ? 1 : 0), Operand.Out())
            {
                Constants = [(0, weighted ? 1u : 0u)],
            },
        ]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>For these I32 labels: the weight of each one's class, 0 where the label is negative or ignored.</summary>
    public Tensor LabelWeights(int classes, Tensor? weight = null, int ignoreIndex = -100) =>
        weight is { } w
            ? Graph.Append(new LabelWeightsOp(classes, ignoreIndex), this, w)
            : Graph.Append(new LabelWeightsOp(classes, ignoreIndex), this);
}
