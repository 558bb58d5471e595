// Numbers as colours, within a graph.
namespace CnnCompute;

/// <summary>
/// [N,1,H,W] as red, green and blue [N,3,H,W] in 0..1 by a colour map: <paramref name="Min"/> and what lies below is its first colour,
/// <paramref name="Max"/> and what lies above its last. An optional second input of two numbers replaces Min and Max at every run.
/// </summary>
public sealed record ColourizeOp(ColourMap Map, float Min, float Max) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        if (inputs[0].Rank != 4 || inputs[0][1] != 1)
            throw ShapeException.For(this, inputs, "the input must be [N,1,H,W]");
        if (inputs.Length > 1 && inputs[1].Count != 2)
            throw ShapeException.For(this, inputs, "the range must be two numbers");
        return Map != ColourMap.Rgb ? inputs[0].With(1, 3) : throw ShapeException.For(this, inputs, "one channel needs a colour map, Rgb is none");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => ElementTypes.Same(this, inputs, DType.F32);

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var pixels = node.Inputs[0].Shape.Count;
        PushWord[] push = [(int)pixels, Min, Max];
        var step = node.Inputs.Count == 1
            ? new Step("Cnn/colourize", Threads.For(pixels), push, Operand.In(0), Operand.Out())
            : new Step("Cnn/colourize_range", Threads.For(pixels), push, Operand.In(0), Operand.In(1), Operand.Out());
        yield return new Recipe("plain", [step with { Constants = [(1, (uint)Map)] }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// This [N,1,H,W] as colours [N,3,H,W] in 0..1 by <paramref name="map"/>, from <paramref name="min"/> to <paramref name="max"/>, or between the
    /// two numbers of <paramref name="range"/>, which may change at every run. It has no gradient.
    /// </summary>
    /// <exception cref="ShapeException">There is more than one channel, or the map is Rgb.</exception>
    public Tensor Colourize(ColourMap map, float min = 0, float max = 1, Tensor? range = null) =>
        range is { } r ? Graph.Append(new ColourizeOp(map, min, max), this, r) : Graph.Append(new ColourizeOp(map, min, max), this);
}
