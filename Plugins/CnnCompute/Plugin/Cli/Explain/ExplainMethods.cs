// The methods of `cnn explain`.
using System.CommandLine;
using Engine;

namespace CnnCompute;

/// <summary>Every method by its name: a new one is a class of its own and a line here.</summary>
internal static class ExplainMethods
{
    /// <summary>New handlers for one command, as options belong to one command each.</summary>
    public static IReadOnlyList<ExplainMethod> Create(ExplainSettings settings)
    {
        var goal = new AttackGoal();
        return
        [
            new AttributionExplanation("gradient", AttributionMethod.Gradient, settings),
            new AttributionExplanation("inputxgradient", AttributionMethod.InputTimesGradient, settings),
            new AttributionExplanation("smoothgrad", AttributionMethod.SmoothGrad, settings),
            new AttributionExplanation("integrated", AttributionMethod.IntegratedGradients, settings),
            new AttributionExplanation("deconvnet", AttributionMethod.Deconvnet, settings),
            new AttributionExplanation("guided", AttributionMethod.GuidedBackprop, settings),
            new AttributionExplanation("gradcam", AttributionMethod.GradCam, settings),
            new AttributionExplanation("guidedgradcam", AttributionMethod.GuidedGradCam, settings),
            new AttributionExplanation("occlusion", AttributionMethod.Occlusion, settings),
            new MaximiseExplanation(settings.Maximise),
            new InversionExplanation(settings.Invert),
            new AttackExplanation("fgsm", settings.Fgsm, goal),
            new AttackExplanation("pgd", settings.Pgd, goal),
            new FeaturesExplanation(settings.Features),
        ];
    }

    /// <summary>The methods that a list such as <c>gradcam,guided</c> names.</summary>
    /// <exception cref="ArgumentException">One does not exist.</exception>
    public static IReadOnlyList<ExplainMethod> Named(IReadOnlyList<ExplainMethod> all, string list)
    {
        string[] names = [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase)];
        if (names.Length == 0)
            throw new ArgumentException($"--method: name one of {string.Join(", ", all.Select(m => m.Name))}, or several joined by commas");
        return [.. names.Select(name => all.FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"--method {name}: there is no such method{Spelling.Hint(name, [.. all.Select(m => m.Name)])}"))];
    }

    /// <summary>All methods' options, each once.</summary>
    public static IEnumerable<Option> Options(IReadOnlyList<ExplainMethod> all) => all.SelectMany(m => m.Options).Distinct();
}
