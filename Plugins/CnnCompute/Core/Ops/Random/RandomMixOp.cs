// How a batch of training pictures is mixed with itself.
namespace CnnCompute;

/// <summary>
/// Eight numbers for a batch: the share that each picture keeps, from Beta(<paramref name="Alpha"/>, <paramref name="Alpha"/>), and where
/// <paramref name="Cuts"/> the rectangle that another one fills (top, left, bottom, right) and a 1; the share is then what is left of the picture
/// (torchvision's MixUp and CutMix). With probability 1 - <paramref name="P"/> the share is 1 and the rectangle empty. Drawn by (seed, epoch, the
/// batch's first sample). Inputs I32 sample indices [N], key (seed, epoch).
/// </summary>
public sealed record RandomMixOp(float Alpha, bool Cuts, float P, int Height, int Width, int Id) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        RandomKey.Check(this, inputs, inputs[1]);
        return inputs[0].Rank == 1 && Alpha > 0 && P is >= 0 and <= 1
            ? new Shape(8)
            : throw ShapeException.For(this, inputs, $"the sample indices must be [N], alpha {Alpha} positive, probability {P} in [0, 1]");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "the sample indices");
        RandomKey.CheckType(this, inputs, 1);
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        PushWord[] push = [Id, node.Inputs[1].Shape.Count > 1, Cuts, Height, Width, P, Alpha];
        yield return new Recipe("plain", [new Step("Cnn/random_mix", (1, 1, 1), push, Operand.In(0), Operand.In(1), Operand.Out())]);
    }
}

/// <summary>Mixing of batches.</summary>
public static class RandomMixExtensions
{
    /// <summary>
    /// What <see cref="Tensor.Mix"/> and <see cref="RandomMixExtensions.MixTargets"/> need for a batch of <paramref name="samples"/> (I32 indices
    /// [N]) from <paramref name="key"/> (seed, epoch).
    /// </summary>
    public static Tensor RandomMix(this Tensor samples, Tensor key, float alpha, bool cuts, int height, int width, float p = 1) =>
        samples.Graph.Append(new RandomMixOp(alpha, cuts, p, height, width, samples.Graph.NextRandomId()), samples, key);

    /// <summary>
    /// Targets [N,classes] of a batch that is mixed as <paramref name="drawn"/> says: of its I32 <paramref name="labels"/> [N], or of the targets
    /// that it has already.
    /// </summary>
    public static Tensor MixTargets(this Tensor labels, Tensor drawn, int classes, Tensor? targets = null) => targets is { } given
        ? labels.Graph.Append(new MixTargetsOp(classes), labels, drawn, given)
        : labels.Graph.Append(new MixTargetsOp(classes), labels, drawn);
}
