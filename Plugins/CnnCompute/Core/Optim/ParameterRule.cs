// Settings for the parameters whose names a pattern fits.
namespace CnnCompute;

/// <summary>Makes a <see cref="ParameterGroup"/> of the parameters whose names <paramref name="Pattern"/> fits.</summary>
/// <param name="Pattern">A name of the state dict, in which <c>*</c> stands for any characters: <c>features.*.weight</c>.</param>
/// <param name="RateScale">Times the run's rate is theirs.</param>
/// <param name="WeightDecay">Their weight decay; null for the optimiser's.</param>
/// <param name="L1">Their L1 decay; null for the optimiser's.</param>
public sealed record ParameterRule(string Pattern, float RateScale = 1, double? WeightDecay = null, double? L1 = null)
{
    /// <summary>Whether the pattern fits a name.</summary>
    public bool Fits(string name) => Fits(Pattern, name);

    private static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var star = pattern.IndexOf('*');
        if (star < 0)
            return pattern.SequenceEqual(name);
        if (!name.StartsWith(pattern[..star]))
            return false;
        var rest = pattern[(star + 1)..];
        for (var at = star; at <= name.Length; at++)
        {
            if (Fits(rest, name[at..]))
                return true;
        }
        return false;
    }
}
