// What was probably meant where the command line has a word that nobody knows.
using System.CommandLine;
using System.CommandLine.Parsing;
using Engine;

namespace Player;

/// <summary>Nearest verbs and options.</summary>
internal static class Misspelling
{
    /// <summary>The end of a sentence about unknown words, such as <c>; did you mean --model?</c>; empty where nothing is near.</summary>
    public static string Hint(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var found = new List<string>();
        foreach (var token in Unknown(parsed))
        {
            var isOption = token.StartsWith('-');
            var word = isOption ? token.Split('=', ':')[0] : token;
            var known = isOption ? command.Options.SelectMany(o => o.Aliases.Append(o.Name)) : command.Subcommands.Select(c => c.Name);
            if (Spelling.Nearest(word, known.Where(k => !isOption || k.StartsWith("--", StringComparison.Ordinal))) is { } nearest)
                found.Add(nearest);
            // What follows an unknown option is its value.
            if (isOption)
                break;
        }
        return found.Count == 0 ? "" : $"; did you mean {string.Join(", ", found)}?";
    }

    /// <summary>
    /// The words that mean nothing: those the parser could not place, even where help was asked for beside them, and options that it took for an
    /// argument, such as a scene's file.
    /// </summary>
    public static IEnumerable<string> Unknown(ParseResult parsed) => parsed.UnmatchedTokens.Concat(
        parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash)
            .Where(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal)).Select(t => t.Value)).Distinct();

    /// <summary>
    /// The arguments as the parser understands them: <c>help VERB</c> is <c>VERB --help</c>, and nothing at all is <c>--help</c>.
    /// </summary>
    public static string[] Expand(string[] arguments) => arguments switch
    {
        [] => ["--help"],
        ["help", .. var verb] => [.. verb, "--help"],
        _ => arguments,
    };
}
