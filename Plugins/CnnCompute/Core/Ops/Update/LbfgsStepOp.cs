// The decisions of L-BFGS: whether a trial point is good, how long the next step is and which way it goes.
namespace CnnCompute;

/// <summary>
/// One trial of L-BFGS (Nocedal and Wright, "Numerical Optimization", 2006, algorithms 3.1 and 7.4) in its vector-free form (Chen, Wang and Zhou,
/// "Large-scale L-BFGS using MapReduce", 2014): it sees vectors only through their products. The history is <paramref name="History"/> pairs s and y
/// in rows of two matrices S and Y. Inputs: state [<see cref="StateSize"/>]; loss at the trial point; S·Vᵀ and Y·Vᵀ [History,3], V·Vᵀ [3,3], the rows
/// of V being the step s to the trial point, the change y of the gradient and the gradient g there; |g|₁; the rate. A trial is taken where the loss
/// is finite and falls by at least <paramref name="Armijo"/> of what the slope promises; otherwise the step shrinks to where a parabola has its
/// minimum.
/// </summary>
/// <remarks>
/// Result [<see cref="ResultSize"/>]: the new state, then the new direction as factors of S's rows, of Y's and of V's (if the trial was taken), then
/// factors of the old direction and the old gradient (if it was not), 1 where it was taken, the row of S and Y that takes the new pair, or -1, and 1
/// where the point that steps start from becomes the trial point: where it was taken, and as long as none was.
/// </remarks>
public sealed record LbfgsStepOp(int History, float Armijo = 1e-4f) : Op
{
    /// <summary>Numbers at the start of a state, before the products of the history.</summary>
    public const int Head = 12;

    /// <summary>Index in a state of the loss at the best point.</summary>
    public const int Loss = 0;

    /// <summary>Index in a state of the next step's length.</summary>
    public const int Length = 2;

    /// <summary>Index in a state of the number of trials that were taken.</summary>
    public const int Iterations = 6;

    /// <summary>Index in a state of what is 1 when no step makes the loss smaller any more.</summary>
    public const int Stalled = 10;

    // Kernels keep the history's factors in registers.
    private const int Most = 64;

    /// <summary>Elements of a state: the head, then S·Yᵀ and Y·Yᵀ.</summary>
    public int StateSize => Head + 2 * History * History;

    /// <summary>Elements of the result.</summary>
    public int ResultSize => StateSize + 2 * History + 8;

    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        if (History is < 1 or > Most)
            throw ShapeException.For(this, inputs, $"a history of {History}; 1 to {Most} are possible");
        var products = new Shape(History, 3);
        return inputs[0] == new Shape(StateSize) && inputs[2] == products && inputs[3] == products && inputs[4] == new Shape(3, 3)
            && inputs[1].Count == 1 && inputs[5].Count == 1 && inputs[6].Count == 1
            ? new Shape(ResultSize)
            : throw ShapeException.For(this, inputs, $"needs a state [{StateSize}], a loss, products {products} twice and [3,3], a norm and a rate");
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [new Step("Cnn/lbfgs_step", (1, 1, 1), [Armijo],
            Operand.In(0), Operand.In(1), Operand.In(2), Operand.In(3), Operand.In(4), Operand.In(5), Operand.In(6), Operand.Out())
        {
            Constants = [(0, (uint)History)],
        }]);
    }
}
