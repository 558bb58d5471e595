// Eve.
namespace CnnCompute;

/// <summary>
/// Adam whose rate follows the loss: Koushik and Hayashi, "Improving stochastic gradient descent with feedback" (2016), algorithm 1, as
/// <see cref="EveFeedbackOp"/> says it: w -= rate / d · Adam's step. The loss must be above 0.
/// </summary>
[Named("eve", "Adam that goes faster where the loss hardly changes and slower where it changes much.")]
public sealed class Eve : Optimizer
{
    private readonly UpdateRule rule;
    private readonly EveFeedbackOp decide;
    private readonly Parameter feedback;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <param name="groups">What it changes.</param>
    /// <param name="betas">As Adam's.</param>
    /// <param name="beta3">The factor of the running mean of the loss's relative change.</param>
    /// <param name="low">The paper's k: the least relative change.</param>
    /// <param name="high">The paper's K: the largest.</param>
    /// <param name="eps">Keeps the divisor from 0.</param>
    /// <param name="weightDecay">Of L2, or decoupled.</param>
    /// <param name="decoupled">Whether the weight decay is no part of the gradient.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Eve(
        IReadOnlyList<ParameterGroup> groups, (double, double)? betas = null, double beta3 = 0.999, float low = 0.1f, float high = 10,
        double eps = 1e-8, double weightDecay = 0, bool decoupled = false) : base(groups, ["exp_avg", "exp_avg_sq"])
    {
        var (beta1, beta2) = AdamBetas.Check("Eve", betas, eps, weightDecay, 0);
        if (!(beta3 is >= 0 and < 1) || !(low > 0 && high > low))
            throw new ArgumentException($"Eve: beta3 {beta3} must be in [0, 1), low {low} above 0 and high {high} above it");
        rule = new UpdateRule(UpdateKind.Adam) { Beta1 = beta1, Beta2 = beta2, Eps = eps, WeightDecay = weightDecay, Decoupled = decoupled };
        decide = new EveFeedbackOp(beta3, low, high);
        feedback = NewState("feedback", new Shape(3));
        feedback.Initialize(() => [1, 0, 0]);
    }

    /// <inheritdoc/>
    protected override string Settings => $"{OptimizerText.Of(rule)}, {decide}";

    /// <inheritdoc/>
    protected override UpdateRule Rule(ParameterGroup group) => group.Decayed(rule);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Gradients were accumulated: there is no loss to follow.</exception>
    protected override IReadOnlyList<Tensor> Update(OptimizerStep step)
    {
        var loss = step.Loss ?? throw new NotSupportedException(
            "Eve follows the loss of every step, so that it cannot take one by accumulated gradients; choose another optimiser, or batches that fit");
        var before = step.Graph.Parameter(feedback);
        var decision = step.Graph.Append(decide, loss.Reshape(1), step.Rate.Reshape(1), before);
        return [.. Update(step, decision.Slice(0, 3, 1)), step.Unless(decision.Slice(0, 0, 3), before).AssignTo(feedback)];
    }
}
