// What gradients are multiplied by, and the loss scale of the next step.
namespace CnnCompute;

/// <summary>
/// Inputs: sums of squares of unscaled gradients [n]; state [4] = 1 / (scale · batches), scale, good steps in a row, skipped steps. Result [8]: the
/// state's first number; min(1, <paramref name="MostNorm"/> / (norm + 1e-6)) as torch.nn.utils.clip_grad_norm_ (1 where MostNorm is 0), or NaN where
/// the norm is not finite; the norm; the scale; the new state, by torch.cuda.amp.GradScaler's rules.
/// </summary>
public sealed record GradientScaleOp(float MostNorm, float Growth, float Backoff, int Interval, int Batches) : Op
{
    /// <summary>Numbers of the state.</summary>
    public const int StateSize = 4;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank == 1 && inputs[1] == new Shape(StateSize)
        ? new Shape(2 * StateSize)
        : throw ShapeException.For(this, inputs, $"needs squares [n] and a state [{StateSize}]");

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        PushWord[] push = [node.Inputs[0].Shape[0], MostNorm, Growth, Backoff, (float)Interval, (float)Batches];
        yield return new Recipe("plain", [new Step("Cnn/gradient_scale", (1, 1, 1), push, Operand.In(0), Operand.In(1), Operand.Out())]);
    }
}
