// Adam and AdamW.
namespace CnnCompute;

/// <summary>
/// torch.optim.Adam (Kingma &amp; Ba 2015): g += decay * w (or, <paramref name="Decoupled"/>, w -= rate * decay * w: AdamW); m and v are running
/// means of g and g²; w -= rate / (1-beta1^t) * m / (sqrt(v) / sqrt(1-beta2^t) + eps). Inputs: gradient, rate, step t (from 1), both scalar values. m
/// and v start at zero.
/// </summary>
public sealed record AdamUpdateOp(
    Parameter Weight, Parameter First, Parameter Second, double Beta1, double Beta2, double Eps, double WeightDecay, bool Decoupled) : UpdateOp
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Writes => [Weight, First, Second];

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0] == Weight.Shape && First.Shape == Weight.Shape && Second.Shape == Weight.Shape && inputs[1].Count == 1 && inputs[2].Count == 1
            ? Shape.Scalar
            : throw ShapeException.For(this, inputs,
                $"gradient and both averages must have the shape {Weight.Shape} of {Weight.Name}, rate and step are one number each");

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = Weight.Shape.Count;
        // 1 - beta and log(beta) are taken in double here: in float they would lose up to four digits.
        PushWord[] push =
        [
            (int)count, (float)Beta1, (float)(1 - Beta1), (float)Math.Log(Beta1), (float)Beta2, (float)(1 - Beta2), (float)Math.Log(Beta2),
            (float)Eps, (float)WeightDecay, Decoupled,
        ];
        yield return new Recipe("plain",
            [new Step("Cnn/adam_update", Threads.Wide(count), push, Operand.In(0), Operand.In(1), Operand.In(2), Operand.Param(0),
                Operand.Param(1), Operand.Param(2))
            {
                Cut = Cut.Eights(count),
            }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Appends a step of Adam (or AdamW) on <paramref name="weight"/> by this gradient; <paramref name="first"/> and <paramref name="second"/> hold
    /// its running averages, <paramref name="step"/> counts from 1.
    /// </summary>
    public Tensor AdamUpdate(
        Parameter weight, Parameter first, Parameter second, Tensor rate, Tensor step,
        double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weightDecay = 0, bool decoupled = false) =>
        Graph.Append(new AdamUpdateOp(weight, first, second, beta1, beta2, eps, weightDecay, decoupled), this, rate, step);
}
