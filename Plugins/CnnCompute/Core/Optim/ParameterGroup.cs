// Parameters that an optimiser treats alike.
namespace CnnCompute;

/// <summary>
/// Parameters that share a rate and a decay. What is null is the optimiser's own. Decay pulls weights towards zero: L2 adds
/// <c>WeightDecay · w</c> to the gradient, or, where the optimiser decouples it, takes <c>rate · WeightDecay · w</c> off the weight; L1 adds
/// <c>L1 · sign(w)</c> to the gradient; both together are elastic.
/// </summary>
/// <param name="Parameters">What belongs to it.</param>
/// <param name="RateScale">Times the run's rate is the group's.</param>
/// <param name="WeightDecay">Its weight decay instead of the optimiser's.</param>
/// <param name="L1">Its L1 decay instead of the optimiser's.</param>
public sealed record ParameterGroup(IReadOnlyList<Parameter> Parameters, float RateScale = 1, double? WeightDecay = null, double? L1 = null)
{
    /// <summary>All of them in one group.</summary>
    public static IReadOnlyList<ParameterGroup> Of(IReadOnlyList<Parameter> parameters) => [new(parameters)];

    /// <summary>
    /// Groups by names in the state dict: a parameter belongs to the first of <paramref name="rules"/> whose pattern is its name, where <c>*</c>
    /// stands for anything; what none fits keeps the optimiser's settings. Groups without parameters are left out.
    /// </summary>
    /// <param name="parameters">Usually a module's.</param>
    /// <param name="decayVectors">
    /// Whether biases and the scales of norms (rank 1) decay like the rest; otherwise they never decay (as in Goyal et al., "Accurate, large
    /// minibatch SGD", 2017).
    /// </param>
    /// <param name="rules">Patterns with the groups' settings.</param>
    /// <exception cref="ArgumentException">A pattern fits no parameter.</exception>
    public static IReadOnlyList<ParameterGroup> Split(
        IReadOnlyList<Parameter> parameters, bool decayVectors, params IReadOnlyList<ParameterRule> rules)
    {
        if (rules.FirstOrDefault(r => !parameters.Any(p => r.Fits(p.Name))) is { } idle)
        {
            throw new ArgumentException($"No parameter is called \"{idle.Pattern}\"; the network has "
                + $"{string.Join(", ", parameters.Take(20).Select(p => p.Name))}{(parameters.Count > 20 ? ", …" : "")}");
        }
        var kinds = parameters.GroupBy(p =>
        {
            var rule = Enumerable.Range(0, rules.Count).FirstOrDefault(i => rules[i].Fits(p.Name), rules.Count);
            return (Rule: rule, Bare: !decayVectors && p.Shape.Rank <= 1);
        });
        return
        [
            .. kinds.OrderBy(k => k.Key.Rule).ThenBy(k => k.Key.Bare).Select(k =>
            {
                var rule = k.Key.Rule < rules.Count ? rules[k.Key.Rule] : null;
                return new ParameterGroup([.. k], rule?.RateScale ?? 1, k.Key.Bare ? 0 : rule?.WeightDecay, k.Key.Bare ? 0 : rule?.L1);
            }),
        ];
    }
}
