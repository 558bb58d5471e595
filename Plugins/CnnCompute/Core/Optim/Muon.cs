// Muon.
namespace CnnCompute;

/// <summary>
/// Muon (Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024): the momentum of every matrix is made nearly orthogonal by
/// Newton and Schulz's iteration, w -= rate · √max(1, rows / columns) · that, after w -= rate · decay · w. Convolutions are matrices [O, I·kH·kW].
/// What is no matrix (rank 1, and groups that say so, as first and last layers should) is changed by AdamW at <c>otherRate</c> times the rate.
/// </summary>
[Named("muon", "Orthogonal steps for matrices and convolutions, AdamW for all else.")]
public sealed class Muon : Optimizer
{
    private readonly UpdateRule rest;
    private readonly Parameter?[] momenta;
    private readonly Parameter[][] moments;
    private readonly float momentum, otherRate;
    private readonly double weightDecay;
    private readonly int iterations;
    private readonly bool nesterov;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run, usually 0.02.</summary>
    /// <param name="groups">What it changes.</param>
    /// <param name="momentum">Of matrices.</param>
    /// <param name="nesterov">Nesterov's form of it.</param>
    /// <param name="iterations">Of Newton and Schulz.</param>
    /// <param name="weightDecay">Decoupled, of everything.</param>
    /// <param name="otherRate">Times the rate is AdamW's.</param>
    /// <param name="betas">AdamW's.</param>
    /// <param name="eps">AdamW's.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Muon(
        IReadOnlyList<ParameterGroup> groups, float momentum = 0.95f, bool nesterov = true, int iterations = 5, double weightDecay = 0,
        float otherRate = 0.015f, (double, double)? betas = null, double eps = 1e-10) : base(groups)
    {
        Refuse(g => g.Matrices && g.L1 is > 0 && g.Parameters.Any(p => p.Shape.Rank >= 2), "L1 decay: orthogonal steps have no place for one");
        var (beta1, beta2) = AdamBetas.Check("Muon", betas ?? (0.9, 0.95), eps, weightDecay, 0);
        if (!(momentum is >= 0 and < 1) || iterations < 1 || otherRate < 0)
        {
            throw new ArgumentException($"Muon: momentum {momentum} must be in [0, 1), iterations {iterations} at least 1, other rate "
                + $"{otherRate} not negative");
        }
        (this.momentum, this.nesterov, this.iterations, this.weightDecay, this.otherRate) = (momentum, nesterov, iterations, weightDecay, otherRate);
        rest = new UpdateRule(UpdateKind.Adam) { Beta1 = beta1, Beta2 = beta2, Eps = eps, WeightDecay = weightDecay, Decoupled = true };
        bool[] isMatrix = [.. groups.SelectMany(g => g.Parameters.Select(p => g.Matrices && p.Shape.Rank >= 2))];
        momenta = [.. isMatrix.Select((m, i) => m ? NewState(i, "momentum") : null)];
        moments = [.. isMatrix.Select<bool, Parameter[]>((m, i) => m ? [] : [NewState(i, "exp_avg"), NewState(i, "exp_avg_sq")])];
    }

    /// <inheritdoc/>
    protected override string Settings => FormattableString.Invariant($"momentum {momentum:R}, nesterov {nesterov}, {iterations} iterations, ")
        + FormattableString.Invariant($"weight decay {weightDecay:R}, other rate {otherRate:R}, {OptimizerText.Of(rest)}");

    /// <inheritdoc/>
    protected override UpdateRule Rule(ParameterGroup group) => group.Decayed(rest) with { RateScale = group.RateScale * otherRate };

    /// <inheritdoc/>
    protected override IReadOnlyList<Parameter> StatesOf(int index) => moments[index];

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Update(OptimizerStep step)
    {
        var others = step with { Gradients = [.. step.Gradients.Where(g => momenta[g.Index] is null)] };
        List<Tensor> updates = [.. Update(others, step.Rate)];
        // The directions are what they should be; a step that changes nothing still changes nothing.
        var control = step.Control is { } c && c.Slice(0, 1, 1) * 0 + 1 is var fine ? Tensor.Concat(0, fine, fine) : (Tensor?)null;
        var first = 0;
        foreach (var group in Groups)
        {
            var end = first + group.Parameters.Count;
            var directions = new List<StepGradient>();
            foreach (var gradient in step.Gradients.Where(g => g.Index >= first && g.Index < end && momenta[g.Index] is not null))
            {
                var (direction, buffer) = Direction(step, gradient);
                directions.Add(new StepGradient(gradient.Index, direction));
                updates.Add(buffer);
            }
            if (directions.Count > 0)
            {
                var rule = new UpdateRule(UpdateKind.Sgd)
                {
                    WeightDecay = group.WeightDecay ?? weightDecay,
                    Decoupled = true,
                    RateScale = group.RateScale,
                };
                updates.Add(Update(step with { Control = control, Clip = double.PositiveInfinity }, directions, rule, step.Rate));
            }
            first = end;
        }
        return updates;
    }

    private (Tensor Direction, Tensor Update) Direction(OptimizerStep step, StepGradient gradient)
    {
        var parameter = Parameters[gradient.Index];
        Tensor g = Matrix(gradient, parameter.Shape), before = Rows(step.Graph.Parameter(momenta[gradient.Index]!));
        if (step.Control is { } scale)
            g *= scale.Slice(0, 0, 1);
        if (double.IsFinite(step.Clip))
            g = g.Clamp((float)-step.Clip, (float)step.Clip);
        if (step.Control is { } clip)
            g *= clip.Slice(0, 1, 1);
        var now = before * momentum + g;
        var x = nesterov ? g + now * momentum : now;
        int rows = x.Shape[0], columns = x.Shape[1];
        var o = Orthogonal(x) * MathF.Sqrt(Math.Max(1, rows / (float)columns));
        return (Shaped(o, parameter.Shape), Shaped(step.Unless(now, before), parameter.Shape).AssignTo(momenta[gradient.Index]!));
    }

    // Newton and Schulz's iteration of the fifth order, whose numbers make singular values about 1 quickly rather than exactly.
    private Tensor Orthogonal(Tensor x)
    {
        var turn = x.Shape[0] > x.Shape[1];
        if (turn)
            x = x.Permute(1, 0);
        x /= x.NormL2() + 1e-7f;
        for (var i = 0; i < iterations; i++)
        {
            var a = x.MatMul(x, transB: true);
            x = x * 3.4445f + (a * -4.7750f + a.MatMul(a) * 2.0315f).MatMul(x);
        }
        return turn ? x.Permute(1, 0) : x;
    }

    // As it lies in memory: the order of columns means nothing to a product with the transposed matrix.
    private static Tensor Rows(Tensor t) => (t.Shape.Rank == 4 ? t.PixelRows() : t).Reshape(t.Shape[0], (int)(t.Shape.Count / t.Shape[0]));

    private static Tensor Matrix(StepGradient gradient, Shape shape) => gradient.Start < 0
        ? Rows(gradient.Source)
        : gradient.Source.Slice(0, (int)gradient.Start, (int)shape.Count).Reshape(shape[0], (int)(shape.Count / shape[0]));

    private static Tensor Shaped(Tensor rows, Shape shape) => shape.Rank == 4
        ? rows.Reshape(shape[0], shape[2] * shape[3], shape[1]).PixelImages(shape[2], shape[3])
        : rows.Reshape(shape);
}
