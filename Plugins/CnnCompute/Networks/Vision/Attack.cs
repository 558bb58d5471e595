// How pictures are changed against a net.
using Engine;

namespace CnnCompute;

/// <summary>What the size of a change is measured by.</summary>
public enum PerturbationNorm
{
    /// <summary>The largest change of any value.</summary>
    Linf,

    /// <summary>The root of the mean square over a picture's values: its Euclidean length by that of a change of one level everywhere.</summary>
    Rms,
}

/// <summary>An attack's settings; sizes are in levels of 255, so that 1 is the least change that a picture file can hold.</summary>
/// <param name="Epsilon">The largest change.</param>
/// <param name="Steps">Gradients that are followed.</param>
/// <param name="StepSize">How far each step goes; 0 for epsilon where there is one, else 2.5·epsilon/steps, which reaches the border of the ball from
/// anywhere in it.</param>
/// <param name="RandomStart">Whether it starts at a random place within epsilon instead of the picture itself.</param>
/// <param name="Norm">What epsilon measures.</param>
/// <param name="Seed">Of the random start.</param>
public sealed record Attack(
    [property: Setting("The largest change of any value, in levels of 255.", Least = 0.001, Most = 255, Form = "LEVELS")] float Epsilon,
    [property: Setting("Gradients that are followed.", Least = 1, Most = 100_000)] int Steps,
    float StepSize = 0,
    bool RandomStart = false,
    PerturbationNorm Norm = PerturbationNorm.Linf,
    [property: Setting("Of the place that it starts from.")] int Seed = 0) : Settings
{
    /// <summary>One step of the gradient's sign (Goodfellow, Shlens and Szegedy, "Explaining and Harnessing Adversarial Examples", 2015).</summary>
    public static Attack Fgsm(float epsilon) => new(epsilon, 1);

    /// <summary>
    /// Projected gradient descent from a random start (Madry et al., "Towards Deep Learning Models Resistant to Adversarial Attacks", 2018).
    /// </summary>
    public static Attack Pgd(float epsilon, int steps = 20, PerturbationNorm norm = PerturbationNorm.Linf, int seed = 0) =>
        new(epsilon, steps, 0, true, norm, seed);

    /// <summary>The size of a step.</summary>
    internal float Step => StepSize > 0 ? StepSize : Steps == 1 ? Epsilon : 2.5f * Epsilon / Steps;

    internal void Check()
    {
        if (!(Epsilon >= 0 && float.IsFinite(Epsilon)) || Steps < 1 || !(StepSize >= 0 && float.IsFinite(StepSize)))
        {
            throw new ArgumentException(
                $"attack: epsilon {Epsilon} and the step size {StepSize} must not be negative, and there must be a step at least, not {Steps}");
        }
    }
}

/// <summary>Pictures before and after an attack.</summary>
/// <param name="Labels">The class that each shall no longer be taken for or, of targeted attacks, shall be.</param>
/// <param name="IsTargeted">Which of the two.</param>
/// <param name="Pictures">The changed pictures [N,3,H,W] of 0..1.</param>
/// <param name="Before">Probabilities of the pictures as they were, by picture.</param>
/// <param name="After">Probabilities of the changed ones.</param>
/// <param name="Epsilon">How far each was allowed to change, in levels of 255.</param>
public sealed record Attacked(int[] Labels, bool IsTargeted, float[] Pictures, float[][] Before, float[][] After, float[] Epsilon)
{
    /// <summary>Whether the attack on picture <paramref name="i"/> reached its end.</summary>
    public bool Flipped(int i) => Best(After[i]) == Labels[i] == IsTargeted;

    /// <summary>The most probable class; the first of equals.</summary>
    public static int Best(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[best])
                best = i;
        }
        return best;
    }
}
