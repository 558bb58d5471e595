// How Eve's rate follows the loss.
namespace CnnCompute;

/// <summary>
/// Koushik and Hayashi, "Improving stochastic gradient descent with feedback" (2016), algorithm 1. Inputs: loss, rate, state [3] = d, the loss that
/// was followed, steps. Where the loss grows δ, Δ = low + 1, high + 1, else 1/(high + 1), 1/(low + 1); c = min(max(δ, f / f'), Δ); f'' = c · f';
/// d = β3 · d + (1 - β3) · |f'' - f'| / min(f'', f'). Result [4]: the new state, and rate / d. The first step follows the loss with d as it is; a
/// loss that is not finite changes nothing. Meant for losses above 0.
/// </summary>
public sealed record EveFeedbackOp(double Beta3, float Low, float High) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Count == 1 && inputs[1].Count == 1 && inputs[2] == new Shape(3)
        ? new Shape(4)
        : throw ShapeException.For(this, inputs, "needs a loss, a rate and a state [3]");

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        PushWord[] push = [(float)Beta3, (float)(1 - Beta3), Low, High];
        yield return new Recipe("plain", [new Step("Cnn/eve_feedback", (1, 1, 1), push, Operand.In(0), Operand.In(1), Operand.In(2), Operand.Out())]);
    }
}
