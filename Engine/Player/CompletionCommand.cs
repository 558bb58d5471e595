// The verb that prints what a shell needs to complete verbs and options.
using System.CommandLine;

namespace Player;

/// <summary>
/// <c>cnn completion bash|zsh|fish</c>: a script of words, made of the verbs that there are; nothing of the program runs while one types.
/// </summary>
internal static class CompletionCommand
{
    /// <summary>The verb's name.</summary>
    public const string Name = "completion";

    /// <summary>Words that are verbs to whoever types them: one of the parser, the others of the launcher.</summary>
    public static readonly string[] Others = ["help", "test", "pack"];

    private static readonly Dictionary<string, Func<Command, string>> Shells = new() { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish };

    /// <summary>The verb; <paramref name="root"/> has all others when it is asked.</summary>
    public static Command Create(Func<Command> root)
    {
        var shell = new Argument<string>("shell") { Description = "The shell: bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. Shells.Keys]);
        var command = new Command(Name, "Print a script that completes verbs, options and files. In ~/.bashrc or ~/.zshrc: "
            + "source <(./cnn completion bash); for fish: ./cnn completion fish > ~/.config/fish/completions/cnn.fish")
        {
            shell,
        };
        command.SetAction(result => Console.Write(Shells[result.GetValue(shell)!](root())));
        return command;
    }

    private static IEnumerable<Command> Verbs(Command root) => root.Subcommands.Where(v => !v.Hidden).OrderBy(v => v.Name, StringComparer.Ordinal);

    private static IEnumerable<string> Words(Command verb) =>
        verb.Options.Where(o => !o.Hidden).Select(o => o.Name).Append("--help").Concat(verb.Subcommands.Select(s => s.Name))
            .Distinct().Order(StringComparer.Ordinal);

    private static string Names(Command root) => string.Join(' ', Verbs(root).Select(v => v.Name).Concat(Others));

    private static string Bash(Command root) => $$"""
        _cnn() {
          local word=${COMP_WORDS[COMP_CWORD]} words=
          if [ "$COMP_CWORD" = 1 ]; then
            COMPREPLY=($(compgen -W "{{Names(root)}}" -- "$word"))
            return
          fi
          case ${COMP_WORDS[1]} in
        {{string.Join('\n', Verbs(root).Select(v => $"    {v.Name}) words=\"{string.Join(' ', Words(v))}\" ;;"))}}
          esac
          case $word in
            -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
            *) COMPREPLY=($(compgen -W "$(printf '%s ' $words | tr ' ' '\n' | grep -v '^-')" -- "$word") $(compgen -f -- "$word")) ;;
          esac
        }
        complete -o filenames -F _cnn cnn ./cnn

        """;

    private static string Zsh(Command root) => $$"""
        #compdef cnn
        _cnn() {
          local -a known
          if (( CURRENT == 2 )); then
            compadd -- {{Names(root)}}
            return
          fi
          case $words[2] in
        {{string.Join('\n', Verbs(root).Select(v => $"    {v.Name}) known=({string.Join(' ', Words(v))}) ;;"))}}
          esac
          if [[ $PREFIX == -* ]]; then compadd -- $known; else compadd -- ${known:#-*}; _files; fi
        }
        compdef _cnn cnn ./cnn

        """;

    private static string Fish(Command root) => string.Concat(Verbs(root).SelectMany(verb => Words(verb)
        .Select(word => $"complete -c cnn -n '__fish_seen_subcommand_from {verb.Name}' {(word[0] == '-' ? $"-l {word[2..]}" : $"-a {word}")}\n")
        .Prepend($"complete -c cnn -n __fish_use_subcommand -a {verb.Name} -d '{Sentence(verb)}'\n")));

    // The first sentence, in quotes.
    private static string Sentence(Command verb) =>
        (verb.Description ?? "").Split(". ")[0].TrimEnd('.').Replace("'", "\\'", StringComparison.Ordinal);
}
