// The base of optimisers: steps.
namespace CnnCompute;

public abstract partial class Optimizer
{
    // Rows of the flat array of gradients begin where eight elements can be read at once.
    private const int Width = 8;

    private Parameter? scaling, flat;
    private IReadOnlyList<Parameter>? averages;
    private readonly Dictionary<int, long> places = [];
    private IReadOnlyList<int>? accumulated;
    private IReadOnlyList<(int Index, Tensor Gradient)> newest = [];

    /// <summary>
    /// What is kept of gradients' scale, [4]: what gradients are multiplied by, the loss scale, good steps since it changed, and steps in all that
    /// changed nothing, as their gradients were not finite; null where options look at no gradients.
    /// </summary>
    public Parameter? Scaling => scaling;

    /// <summary>
    /// The gradients that <see cref="Accumulate"/> adds up, one flat array of all parameters that require gradients, in order, each in memory order
    /// and padded to a multiple of eight elements; null where <see cref="StepOptions.Accumulate"/> is 1.
    /// </summary>
    public Parameter? GradientSums => flat;

    /// <summary>
    /// The id of the first node that the newest <see cref="Step"/> or <see cref="Accumulate"/> appended after the gradients, for measurements; 0
    /// before the first, and of optimisers that take their gradients otherwise.
    /// </summary>
    public int FirstUpdate { get; private set; }

    /// <summary>
    /// Makes the state that options ask for, so that it can be loaded and is part of <see cref="StateDict"/>; steps do so themselves. Options of all
    /// steps of an optimiser are the same.
    /// </summary>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public virtual void Prepare(StepOptions how)
    {
        how.Check();
        if (how.Prepares && scaling is null)
        {
            var scale = how.LossScaling?.Initial ?? 1;
            scaling = Keep($"{Prefix}scaling", new Shape(GradientScaleOp.StateSize), () => [1 / (scale * how.Accumulate), scale, 0, 0]);
        }
        if (how.EmaDecay is not null)
            averages ??= [.. Parameters.Select(p => Keep($"{EmaPrefix}{p.Name}", p.Shape, () => [.. p.Initial]))];
        if (how.Accumulate > 1 && flat is null)
        {
            long end = 0;
            foreach (var (i, parameter) in Parameters.Index())
            {
                if (!parameter.RequiresGrad)
                    continue;
                places[i] = end;
                end += (parameter.Shape.Count + Width - 1) / Width * Width;
            }
            flat = NewState("gradients", new Shape((int)Math.Max(end, Width)));
        }
    }

    /// <summary>
    /// Appends the gradients of <paramref name="loss"/> and updates of every parameter that requires one and occurs in loss's graph; gives the
    /// update nodes, for the plan.
    /// </summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="how">What is done to gradients and weights besides; null for nothing.</param>
    /// <param name="rules">Replace the gradients of some ops.</param>
    /// <exception cref="ArgumentException">
    /// The options make no sense, or accumulate, which <see cref="Accumulate"/> and <see cref="Apply"/> do.
    /// </exception>
    public virtual IReadOnlyList<Tensor> Step(Tensor loss, StepOptions? how = null, IReadOnlyList<GradientRule>? rules = null)
    {
        how ??= new StepOptions();
        if (how.Accumulate > 1)
            throw new ArgumentException($"{GetType().Name}: {how.Accumulate} batches before a step take a plan of Accumulate and one of Apply");
        Prepare(how);
        var gradients = Gradients(loss, how, rules);
        newest = how.LossScaling is null ? gradients : [];
        return Finish(loss.Graph, how, [.. gradients.Select(g => new StepGradient(g.Index, g.Gradient))], loss);
    }

    /// <summary>
    /// Appends the Euclidean length of each weight's gradient in the newest <see cref="Step"/>, before it is clipped, [weights]; weights are
    /// parameters of two axes or more. Null where that step has none to look at: optimisers that take their gradients otherwise, and scaled losses.
    /// </summary>
    public (IReadOnlyList<Parameter> Weights, Tensor Lengths)? GradientLengths()
    {
        (int Index, Tensor Gradient)[] weights = [.. newest.Where(g => Parameters[g.Index].Shape.Rank > 1)];
        if (weights.Length == 0)
            return null;
        return ([.. weights.Select(w => Parameters[w.Index])], Tensor.Concat(0, [.. weights.Select(w => Length(w.Gradient))]));

        static Tensor Length(Tensor gradient) => (gradient * gradient).Sum([.. Enumerable.Range(0, gradient.Shape.Rank)]).Sqrt().Reshape(1);
    }

    /// <summary>
    /// Appends the gradients of <paramref name="loss"/> and their addition to <see cref="GradientSums"/>; gives the update nodes. No weight changes
    /// until <see cref="Apply"/>, which another plan runs after so many batches as the options say.
    /// </summary>
    public IReadOnlyList<Tensor> Accumulate(Tensor loss, StepOptions how, IReadOnlyList<GradientRule>? rules = null)
    {
        Prepare(how);
        var sums = flat ?? throw new ArgumentException($"{GetType().Name}: the options accumulate nothing; Step takes a step by one batch");
        var gradients = Gradients(loss, how, rules);
        accumulated = [.. gradients.Select(g => g.Index)];
        var rows = gradients.Select((g, i) =>
            new UpdateRow(sums, GroupUpdateOp.Numbers + i, 0, places[g.Index], Parameters[g.Index].Shape.Count, null, []));
        return [Append(loss.Graph, new UpdateRows([.. rows]), new UpdateRule(UpdateKind.Accumulate), null, [.. gradients.Select(g => g.Gradient)])];
    }

    /// <summary>Appends the step by the mean of the gradients that <see cref="Accumulate"/> added up, and sets the sums to zero.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Accumulate"/> was not called before.</exception>
    public IReadOnlyList<Tensor> Apply(Graph graph, StepOptions how)
    {
        if (flat is null || accumulated is null)
            throw new InvalidOperationException($"{GetType().Name}: Apply takes the gradients of Accumulate, which must be called before");
        var sums = graph.Parameter(flat);
        var updates = Finish(graph, how, [.. accumulated.Select(i => new StepGradient(i, sums, places[i]))], null);
        return [.. updates, graph.Fill(flat.Shape, 0).AssignTo(flat)];
    }

    /// <summary>
    /// Updates that exchange weights and their running means: run once before an evaluation and once after it, the weights are what they were.
    /// </summary>
    /// <exception cref="InvalidOperationException">No step keeps running means.</exception>
    public IReadOnlyList<Tensor> SwapAverages(Graph graph)
    {
        if (averages is null)
            throw new InvalidOperationException($"{GetType().Name}: no step was made with EmaDecay, so that there are no means to exchange");
        return [Append(graph, Pairs(averages, Enumerable.Range(0, Parameters.Count)), new UpdateRule(UpdateKind.Swap), null, [])];
    }

    /// <summary>The rule of a group; clipping and control are added to it.</summary>
    protected abstract UpdateRule Rule(ParameterGroup group);

    /// <summary>Whether rules look at the number of the step.</summary>
    protected virtual bool Counts => true;

    /// <summary>Appends the updates of all parameters that have gradients.</summary>
    protected virtual IReadOnlyList<Tensor> Update(OptimizerStep step) => Update(step, step.Rate);

    /// <summary>One update for each group, with the rule's extra numbers, and the rule adapted.</summary>
    protected IReadOnlyList<Tensor> Update(OptimizerStep step, Tensor rate, Tensor? extra = null, Func<UpdateRule, UpdateRule>? adapt = null)
    {
        var updates = new List<Tensor>();
        var first = 0;
        foreach (var group in Groups)
        {
            var end = first + group.Parameters.Count;
            StepGradient[] mine = [.. step.Gradients.Where(g => g.Index >= first && g.Index < end)];
            if (mine.Length > 0)
                updates.Add(Update(step, mine, adapt is null ? Rule(group) : adapt(Rule(group)), rate, extra));
            first = end;
        }
        return updates;
    }

    /// <summary>One update of some parameters.</summary>
    protected Tensor Update(OptimizerStep step, IReadOnlyList<StepGradient> gradients, UpdateRule rule, Tensor rate, Tensor? extra = null)
    {
        Tensor[] sources = [.. gradients.Select(g => g.Source).Distinct()];
        var rows = gradients.Select(g =>
        {
            var (weight, input) = (Parameters[g.Index], GroupUpdateOp.Numbers + Array.IndexOf(sources, g.Source));
            return new UpdateRow(weight, input, Math.Max(0, g.Start), 0, weight.Shape.Count, null, StatesOf(g.Index)) { IsPart = g.Start >= 0 };
        });
        var whole = rule with { Clip = step.Clip, Controlled = step.Control is not null };
        return step.Graph.Append(new GroupUpdateOp(new UpdateRows([.. rows]), whole),
            [rate, Counts ? step.Time() : rate, step.Control ?? rate, extra ?? rate, .. sources]);
    }

    private List<(int Index, Tensor Gradient)> Gradients(Tensor loss, StepOptions how, IReadOnlyList<GradientRule>? rules)
    {
        var graph = loss.Graph;
        var used = graph.Nodes.Select(n => (n.Op as ParameterOp)?.Parameter).ToHashSet();
        int[] indices = [.. Parameters.Index().Where(p => p.Item.RequiresGrad && used.Contains(p.Item)).Select(p => p.Index)];
        var scaled = how.LossScaling is null ? loss : loss * graph.Parameter(scaling!).Slice(0, 1, 1);
        var gradients = Autodiff.Gradients(scaled, [.. indices.Select(i => graph.Parameter(Parameters[i]))], rules);
        FirstUpdate = graph.Nodes.Count;
        return [.. indices.Zip(gradients)];
    }

    private List<Tensor> Finish(Graph graph, StepOptions how, IReadOnlyList<StepGradient> gradients, Tensor? loss)
    {
        var updates = new List<Tensor>();
        Tensor? control = null, skipped = null;
        var clip = how.ClipValue ?? double.PositiveInfinity;
        if (how.Prepares && gradients.Count > 0)
        {
            var now = graph.Parameter(scaling!);
            Tensor[] sources = [.. gradients.Select(g => g.Source).Distinct()];
            var rows = NormRows.Of([.. gradients.Select(g =>
            {
                var count = Parameters[g.Index].Shape.Count;
                var input = 1 + Array.IndexOf(sources, g.Source);
                return (g.Start < 0 ? Operand.In(input) : Operand.In(input, 4 * g.Start, (4 * count + 31) / 32 * 32), count, 3u);
            })]);
            var squares = graph.Append(new SquaredNormsOp(rows, clip), [now, .. sources]);
            var growth = how.LossScaling ?? new LossScaling(1, 1, 1, int.MaxValue);
            var decision = graph.Append(
                new GradientScaleOp(how.ClipNorm ?? 0, growth.Growth, growth.Backoff, growth.Interval, how.Accumulate), squares, now);
            decision.Slice(0, 2, 1).Named(NormName);
            if (how.LossScaling is not null)
                decision.Slice(0, 3, 1).Named(ScaleName);
            (control, skipped) = (decision, now.Slice(0, 3, 1));
            updates.Add(decision.Slice(0, GradientScaleOp.StateSize, GradientScaleOp.StateSize).AssignTo(scaling!));
        }
        var step = new OptimizerStep(graph, gradients, loss, graph.Value(RateName), control, skipped, clip);
        updates.InsertRange(0, Update(step));
        if (how.EmaDecay is { } decay && gradients.Count > 0)
        {
            var rule = new UpdateRule(UpdateKind.Average) { Beta2 = decay, Controlled = control is not null };
            updates.Add(Append(graph, Pairs(averages!, gradients.Select(g => g.Index)), rule, control, []));
        }
        return updates;
    }

    private UpdateRows Pairs(IReadOnlyList<Parameter> means, IEnumerable<int> indices) =>
        new([.. indices.Select(i => new UpdateRow(means[i], -1, 0, 0, means[i].Shape.Count, Parameters[i], []))]);

    // An update that looks at no rate.
    private static Tensor Append(Graph graph, UpdateRows rows, UpdateRule rule, Tensor? control, IReadOnlyList<Tensor> sources)
    {
        var any = graph.Fill(new Shape(1), 0);
        return graph.Append(new GroupUpdateOp(rows, rule), [any, any, control ?? any, any, .. sources]);
    }
}
