// The option by which verbs take class names.
using System.CommandLine;

namespace CnnCompute;

/// <summary><c>--labels</c>.</summary>
internal static class LabelsOption
{
    /// <summary>A new option; options belong to one command each.</summary>
    public static Option<string?> Create() => new("--labels")
    {
        Description = "Class names, one a line, or JSON, YAML or CSV. [default: those in the model, or a fitting file beside it]",
        HelpName = "FILE",
    };

    /// <summary>The names that were given; null where none were.</summary>
    public static IReadOnlyList<string>? Read(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is { Length: > 0 } path ? ClassLabels.Read(path) : null;
}
