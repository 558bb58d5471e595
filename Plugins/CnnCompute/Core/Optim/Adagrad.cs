// Adagrad.
namespace CnnCompute;

/// <summary>
/// torch.optim.Adagrad (Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning", 2011): s += g²;
/// w -= rate / (1 + (t - 1) · rateDecay) · g / (√s + eps).
/// </summary>
[Named("adagrad", "Rates that fall with the sum of squared gradients, each weight its own.")]
public sealed class Adagrad : Optimizer
{
    private readonly UpdateRule rule;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Adagrad(
        IReadOnlyList<ParameterGroup> groups, double rateDecay = 0, double weightDecay = 0, double initialSum = 0, double eps = 1e-10, double l1 = 0,
        bool decoupled = false) : base(groups, ["sum"])
    {
        if (rateDecay < 0 || weightDecay < 0 || initialSum < 0 || eps < 0 || l1 < 0)
        {
            throw new ArgumentException($"Adagrad: rate decay {rateDecay}, weight decay {weightDecay}, L1 {l1}, initial sum {initialSum} and "
                + $"eps {eps} must not be negative");
        }
        foreach (var i in Enumerable.Range(0, initialSum > 0 ? Parameters.Count : 0))
        {
            var count = (int)Parameters[i].Shape.Count;
            StatesOf(i)[0].Initialize(() => [.. Enumerable.Repeat((float)initialSum, count)]);
        }
        rule = new UpdateRule(UpdateKind.Adagrad)
        {
            Other = rateDecay,
            WeightDecay = weightDecay,
            Eps = eps,
            L1 = l1,
            Decoupled = decoupled,
        };
    }

    /// <inheritdoc/>
    protected override string Settings => OptimizerText.Of(rule);

    /// <inheritdoc/>
    protected override bool Counts => rule.Other != 0;

    /// <inheritdoc/>
    protected override UpdateRule Rule(ParameterGroup group) => group.Decayed(rule);
}
