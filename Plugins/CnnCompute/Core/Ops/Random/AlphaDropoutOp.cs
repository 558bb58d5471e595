// Dropout that keeps the mean and variance of self-normalising networks.
namespace CnnCompute;

/// <summary>
/// a * (kept ? x : alpha') + b, with alpha' = -1.7581 (SELU's limit) and a, b such that mean 0 and variance 1 stay so (Klambauer et al.,
/// "Self-Normalizing Neural Networks", 2017; torch.nn.AlphaDropout). Elements are kept as <see cref="DropoutOp"/> keeps them. Inputs x and a key.
/// </summary>
public sealed record AlphaDropoutOp(float P, int Id) : Op
{
    private const double Saturated = -1.7580993408473766;

    /// <summary>Factor a.</summary>
    public double Factor => 1 / Math.Sqrt((1 - (double)P) * (1 + P * Saturated * Saturated));

    /// <summary>Summand b.</summary>
    public double Shift => -Factor * Saturated * P;

    /// <summary>What dropped elements become.</summary>
    public double Dropped => Factor * Saturated + Shift;

    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => new DropoutOp(P, Id).InferShape(inputs);

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => new DropoutOp(P, Id).InferType(inputs);

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new DropoutOp(P, Id), grad, node.Inputs[1]).Scale((float)(Factor * (1 - (double)P))), null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [DropoutOp.Launch(node, Id, P, (float)Factor, (float)Shift, (float)Dropped)]) { InPlace = 0 };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>As torch.nn.functional.alpha_dropout; <paramref name="key"/> is I32: the seed and the step.</summary>
    public Tensor AlphaDropout(float p, Tensor key) => p == 0 ? this : Graph.Append(new AlphaDropoutOp(p, Graph.NextRandomId()), this, key);
}
