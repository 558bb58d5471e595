// L-BFGS, whole on the device.
namespace CnnCompute;

/// <summary>
/// Limited-memory BFGS (Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989) with a backtracking line search.
/// Every run of a plan is one trial: the parameters are the trial point, the loss and its gradient there decide on the device whether it is taken,
/// and the parameters become the next one. The best point, its gradient, the direction and the history of steps are state; nothing is read back. The
/// rate scales the first step alone, min(1, 1/|g|₁) times the rate as PyTorch's; later ones have their length from the curvature.
/// </summary>
[Named("lbfgs", "Limited-memory BFGS with a line search, for small nets and whole batches.")]
public sealed class Lbfgs : Optimizer
{
    /// <summary>Name of the numbers that tell how it goes; see <see cref="LbfgsStepOp"/>'s state.</summary>
    public const string StatusName = "lbfgs";

    private readonly Parameter[] wanted;
    private readonly LbfgsStepOp decide;
    private readonly Parameter state, point, gradient, direction, steps, changes;
    private readonly int count;

    /// <summary>Descends on those of <paramref name="groups"/> that require gradients, all of them at once.</summary>
    /// <param name="groups">What it changes.</param>
    /// <param name="history">Pairs of steps and gradient changes that are remembered.</param>
    /// <exception cref="ArgumentException">There are no parameters, or no history, or a group has a rate or decay of its own.</exception>
    public Lbfgs(IReadOnlyList<ParameterGroup> groups, int history = 10) : base(groups)
    {
        Refuse(g => g.RateScale != 1 || g.WeightDecay is > 0 || g.L1 is > 0, "a rate or decay of its own: all parameters are one vector");
        wanted = [.. Parameters.Where(p => p.RequiresGrad)];
        if (wanted.Length == 0 || history < 1)
        {
            throw new ArgumentException(
                $"Lbfgs: {wanted.Length} parameters that require gradients and a history of {history}; one at least is needed of each");
        }
        decide = new LbfgsStepOp(history);
        count = (int)wanted.Sum(p => p.Shape.Count);
        state = NewState("state", new Shape(decide.StateSize));
        point = NewState("point", new Shape(count));
        gradient = NewState("gradient", new Shape(count));
        direction = NewState("direction", new Shape(count));
        steps = NewState("steps", new Shape(history, count));
        changes = NewState("changes", new Shape(history, count));
    }

    /// <inheritdoc/>
    protected override string Settings => $"history {decide.History}";

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Options: the line search judges the loss as it is.</exception>
    public override IReadOnlyList<Tensor> Step(Tensor loss, StepOptions? how = null, IReadOnlyList<GradientRule>? rules = null)
    {
        Prepare(how ?? new StepOptions());
        var graph = loss.Graph;
        Tensor[] parameters = [.. wanted.Select(graph.Parameter)];
        Tensor x = Flat(parameters), g = Flat(Autodiff.Gradients(loss, parameters, rules));
        Tensor at = graph.Parameter(point), g0 = graph.Parameter(gradient), d = graph.Parameter(direction), s = graph.Parameter(steps),
            y = graph.Parameter(changes);
        var v = Tensor.Concat(0, Row(x - at), Row(g - g0), Row(g));
        var decision = graph.Append(
            decide, graph.Parameter(state), loss.Reshape(1), s.MatMul(v, transB: true), y.MatMul(v, transB: true), v.MatMul(v, transB: true),
            g.NormL1().Reshape(1), graph.Value(RateName).Reshape(1));
        int m = decide.History, factors = decide.StateSize, flags = factors + 2 * m + 3;
        Tensor Part(int start, int length) => decision.Slice(0, start, length);
        var next = Part(0, decide.StateSize);
        var status = next.Slice(0, 0, LbfgsStepOp.Head).Named(StatusName);
        var way = Row(Part(factors, m)).MatMul(s) + Row(Part(factors + m, m)).MatMul(y) + Row(Part(factors + 2 * m, 3)).MatMul(v);
        Tensor taken = Part(flags + 2, 1).GreaterEqual(0.5f), moves = Part(flags + 4, 1).GreaterEqual(0.5f), row = Part(flags + 3, 1);
        var newDirection = Tensor.Where(taken, way.Reshape(count), d * Part(flags, 1) + g0 * Part(flags + 1, 1));
        var newPoint = Tensor.Where(moves, x, at);
        var trial = newPoint + newDirection * status.Slice(0, LbfgsStepOp.Length, 1);
        var updates = new List<Tensor>
        {
            next.AssignTo(state), newPoint.AssignTo(point), Tensor.Where(taken, g, g0).AssignTo(gradient), newDirection.AssignTo(direction),
            Row(x - at).IndexCopyTo(steps, row.Cast(DType.I32)), Row(g - g0).IndexCopyTo(changes, row.Cast(DType.I32)),
        };
        updates.AddRange(Shaped(trial).Select((value, i) => value.AssignTo(wanted[i])));
        return updates;
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">
    /// There are options, other than to pass over steps that are not finite, which it always does: the line search judges the loss as it is.
    /// </exception>
    public override void Prepare(StepOptions how)
    {
        if (how with { SkipNonFinite = false } != new StepOptions())
        {
            throw new NotSupportedException("Lbfgs takes no clipping, loss scaling, accumulation or averaging of weights: its line search judges the "
                + "loss as it is; choose another optimiser, or leave these out");
        }
    }

    /// <summary>Updates that set the parameters (those that require gradients, in order) and forget everything: the next run is the first.</summary>
    public IReadOnlyList<Tensor> Restart(params IReadOnlyList<Tensor> values) =>
    [
        values[0].Graph.Fill(state.Shape, 0).AssignTo(state), Flat(values).AssignTo(point), .. values.Select((value, i) => value.AssignTo(wanted[i])),
    ];

    /// <summary>
    /// The value of a parameter at the best point so far, before the run: the parameter itself is where the next trial is made.
    /// </summary>
    /// <exception cref="ArgumentException">The optimiser does not change this parameter.</exception>
    public Tensor Best(Graph graph, Parameter parameter)
    {
        var index = Array.IndexOf(wanted, parameter);
        return index >= 0 ? Shaped(graph.Parameter(point))[index] : throw new ArgumentException($"Lbfgs: {parameter.Name} is none of its parameters");
    }

    /// <inheritdoc/>
    protected override UpdateRule Rule(ParameterGroup group) => throw new NotSupportedException("Lbfgs changes all parameters at once");

    private static Tensor Row(Tensor vector) => vector.Reshape(1, (int)vector.Shape.Count);

    // As they lie in memory, which costs no copy: the order of elements means nothing to it.
    private static Tensor Flat(IReadOnlyList<Tensor> tensors)
    {
        Tensor[] lines = [.. tensors.Select(t => (t.Shape.Rank == 4 ? t.PixelRows() : t).Reshape((int)t.Shape.Count))];
        return lines.Length == 1 ? lines[0] : Tensor.Concat(0, lines);
    }

    private Tensor[] Shaped(Tensor flat)
    {
        var start = 0;
        return [.. wanted.Select(p =>
        {
            var part = flat.Slice(0, start, (int)p.Shape.Count);
            start += (int)p.Shape.Count;
            return p.Shape.Rank == 4
                ? part.Reshape(p.Shape[0], p.Shape[2] * p.Shape[3], p.Shape[1]).PixelImages(p.Shape[2], p.Shape[3])
                : part.Reshape(p.Shape);
        })];
    }
}
