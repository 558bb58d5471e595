// What the user sees when a verb fails: one line that says what, where and what to do.
using System.CommandLine;
using Engine;

namespace Player;

/// <summary>The error policy of the program.</summary>
internal static class Failure
{
    private const int Failed = 1;

    // 128 + SIGINT, as shells count.
    private const int Interrupted = 130;

    /// <summary>Writes one line about the error, with the stack trace only where CNN_DEBUG asks for it; returns the exit code.</summary>
    public static int Report(Exception error, TextWriter output)
    {
        // What a task or a type's initialiser wrapped says nothing itself.
        while (error is AggregateException or TypeInitializationException && error.InnerException is { } inner)
            error = inner;
        if (EnvironmentVariables.Debug > 0)
            output.WriteLine(error);
        if (error is OperationCanceledException)
        {
            output.WriteLine("cnn: stopped");
            return Interrupted;
        }
        output.WriteLine($"cnn: {Sentence(error)}");
        return Failed;
    }

    /// <summary>Writes one line about arguments that make no sense; returns the exit code.</summary>
    public static int ReportUsage(ParseResult parsed, TextWriter output)
    {
        // What the parser says behind this names types of the program.
        var hint = Misspelling.Hint(parsed);
        var messages = parsed.Errors.Select(e => InputError.OneLine(e.Message.Split(" as expected type")[0]).TrimEnd('.')).Distinct();
        var verb = parsed.CommandResult.Command is { Parents: var parents } command && parents.Any() ? $" {command.Name}" : "";
        output.WriteLine($"cnn: {string.Join("; ", messages)}{hint}{(hint.Length > 0 ? "" : ";")} see ./cnn{verb} --help");
        return Failed;
    }

    private static string Sentence(Exception error) =>
        PluginMismatch.Explain(error) is { } mismatch ? InputError.OneLine(mismatch) : InputError.Sentence(error);
}
