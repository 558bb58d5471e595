// What Adam and its kin ask of their numbers.
namespace CnnCompute;

/// <summary>Checks the numbers of optimisers of Adam's kind.</summary>
internal static class AdamBetas
{
    /// <summary>The betas, by default Adam's.</summary>
    /// <exception cref="ArgumentException">A beta is not in [0, 1), or a number is negative.</exception>
    public static (double First, double Second) Check(string name, (double, double)? betas, double eps, double weightDecay, double l1)
    {
        var (first, second) = betas ?? (0.9, 0.999);
        return first is >= 0 and < 1 && second is >= 0 and < 1 && eps >= 0 && weightDecay >= 0 && l1 >= 0
            ? (first, second)
            : throw new ArgumentException(
                $"{name}: betas ({first}, {second}) must be in [0, 1), eps {eps}, weight decay {weightDecay} and L1 {l1} not negative");
    }
}
