// The options by which verbs say of a model what its file does not.
using System.CommandLine;

namespace CnnCompute;

/// <summary><c>--norm</c>: how pixels become input.</summary>
internal static class NormOption
{
    /// <summary>A new option; options belong to one command each.</summary>
    public static Option<string?> Create() => new("--norm")
    {
        Description = $"How pixels become the network's input, where its file does not tell or tells wrongly: {PixelNorm.Syntax}. "
            + "[default: what the file's metadata say; published files are known by their content]",
        HelpName = "NORM",
    };
}

/// <summary><c>--scores</c>, <c>--output</c> and <c>--norm</c>: how a classifier is fed and read.</summary>
internal sealed class ClassifierOptions
{
    /// <summary>How pixels become input.</summary>
    public Option<string?> Norm { get; } = NormOption.Create();

    /// <summary>What the scores are.</summary>
    public Option<string?> Scores { get; } = new("--scores")
    {
        Description = "What the network's scores are: softmax (logits of classes of which one is right), sigmoid (logits of independent classes), or "
            + "none (shown as they are). [default: what the network computes tells]",
        HelpName = "FORM",
    };

    /// <summary>Which output holds classes.</summary>
    public Option<string?> Output { get; } = new("--output")
    {
        Description = "Name of the output that holds classes, of networks with several. [default: the one that looks like it]",
        HelpName = "NAME",
    };

    /// <summary>The model with what was said of it.</summary>
    /// <exception cref="ArgumentException">An option cannot be read.</exception>
    public ModelFile Apply(ParseResult result, ModelFile model, IReadOnlyList<string>? labels = null) => model.With(
        ModelStatement.Of(result.GetValue(Norm), result.GetValue(Scores), result.GetValue(Output)), labels);
}
