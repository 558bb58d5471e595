// The methods of `cnn explain`.
using System.CommandLine;
using Engine;

namespace CnnCompute;

/// <summary>Every method by its name: a new one is a class of its own and a line here.</summary>
internal static class ExplainMethods
{
    /// <summary>New handlers for one command, as options belong to one command each.</summary>
    public static IReadOnlyList<ExplainMethod> Create()
    {
        var (attribution, understanding, attacks) = (new AttributionSettings(), new UnderstandingSettings(), new AttackSettings());
        return
        [
            new AttributionExplanation("gradient", AttributionMethod.Gradient, attribution),
            new AttributionExplanation("inputxgradient", AttributionMethod.InputTimesGradient, attribution),
            new AttributionExplanation("smoothgrad", AttributionMethod.SmoothGrad, attribution),
            new AttributionExplanation("integrated", AttributionMethod.IntegratedGradients, attribution),
            new AttributionExplanation("deconvnet", AttributionMethod.Deconvnet, attribution),
            new AttributionExplanation("guided", AttributionMethod.GuidedBackprop, attribution),
            new AttributionExplanation("gradcam", AttributionMethod.GradCam, attribution),
            new AttributionExplanation("guidedgradcam", AttributionMethod.GuidedGradCam, attribution),
            new AttributionExplanation("occlusion", AttributionMethod.Occlusion, attribution),
            new MaximiseExplanation(understanding),
            new InversionExplanation(understanding),
            new AttackExplanation("fgsm", understanding, attacks),
            new AttackExplanation("pgd", understanding, attacks),
            new FeaturesExplanation(),
        ];
    }

    /// <summary>The methods that a list such as <c>gradcam,guided</c> names.</summary>
    /// <exception cref="ArgumentException">One does not exist.</exception>
    public static IReadOnlyList<ExplainMethod> Named(IReadOnlyList<ExplainMethod> all, string list)
    {
        string[] names = [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (names.Length == 0)
            throw new ArgumentException($"--method: name one of {string.Join(", ", all.Select(m => m.Name))}, or several joined by commas");
        return [.. names.Select(name => all.FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"--method {name}: there is no such method{Spelling.Hint(name, [.. all.Select(m => m.Name)])}"))];
    }

    /// <summary>All methods' options, each once.</summary>
    public static IEnumerable<Option> Options(IReadOnlyList<ExplainMethod> all) => all.SelectMany(m => m.Options).Distinct();
}
