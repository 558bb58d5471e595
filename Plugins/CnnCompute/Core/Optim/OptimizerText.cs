// Optimisers' settings in words.
namespace CnnCompute;

/// <summary>Makes texts by which checkpoints tell whether two optimisers do the same.</summary>
internal static class OptimizerText
{
    /// <summary>The numbers of a rule that are not their defaults.</summary>
    public static string Of(UpdateRule rule)
    {
        var parts = new List<string> { rule.Kind.ToString() };
        void Say(string name, double value)
        {
            if (value != 0)
                parts.Add(FormattableString.Invariant($"{name} {(float)value:R}"));
        }
        Say("momentum", rule.Momentum);
        Say("dampening", rule.Dampening);
        Say("beta1", rule.Beta1);
        Say("beta2", rule.Beta2);
        Say("eps", rule.Eps);
        Say("weight decay", rule.WeightDecay);
        Say("l1", rule.L1);
        Say("other", rule.Other);
        foreach (var (name, set) in new[] { ("nesterov", rule.Nesterov), ("centred", rule.Centred), ("decoupled", rule.Decoupled) })
        {
            if (set)
                parts.Add(name);
        }
        return string.Join(", ", parts);
    }
}
