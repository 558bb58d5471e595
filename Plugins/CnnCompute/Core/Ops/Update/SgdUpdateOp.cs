// Stochastic gradient descent.
namespace CnnCompute;

/// <summary>
/// torch.optim.SGD without dampening: g += decay * w; buffer = momentum * buffer + g; w -= rate * (nesterov ? g + momentum * buffer : buffer).
/// Without momentum there is no buffer. Inputs: gradient, rate (a scalar value). The buffer starts at zero.
/// </summary>
public sealed record SgdUpdateOp(Parameter Weight, Parameter? Buffer, float Momentum, float WeightDecay, bool Nesterov) : UpdateOp
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Writes => Buffer is null ? [Weight] : [Weight, Buffer];

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        if ((Momentum != 0) != (Buffer is not null))
            throw ShapeException.For(this, inputs, "momentum needs a buffer, and none where it is 0");
        return inputs[0] == Weight.Shape && (Buffer is null || Buffer.Shape == Weight.Shape) && inputs[1].Count == 1
            ? Shape.Scalar
            : throw ShapeException.For(this, inputs,
                $"gradient and buffer must have the shape {Weight.Shape} of {Weight.Name}, the rate is one number");
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = Weight.Shape.Count;
        PushWord[] push = [(int)count, Momentum, WeightDecay, Nesterov];
        var step = Buffer is null
            ? new Step("Cnn/sgd_update_plain", Threads.Wide(count), push, Operand.In(0), Operand.In(1), Operand.Param(0))
            : new Step("Cnn/sgd_update", Threads.Wide(count), push, Operand.In(0), Operand.In(1), Operand.Param(0), Operand.Param(1));
        yield return new Recipe("plain", [step with { Cut = Cut.Eights(count) }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Appends a step of SGD on <paramref name="weight"/> by this gradient; <paramref name="buffer"/> holds the momentum (null where it is 0).
    /// </summary>
    public Tensor SgdUpdate(Parameter weight, Parameter? buffer, Tensor rate, float momentum = 0, float weightDecay = 0, bool nesterov = false) =>
        Graph.Append(new SgdUpdateOp(weight, buffer, momentum, weightDecay, nesterov), this, rate);
}
