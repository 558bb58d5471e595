// What the user sees when a verb fails: one line that says what, where and what to do.
using System.CommandLine;
using System.Diagnostics;
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
        try
        {
            return Write(error, output);
        }
        catch (Exception unsaid) when (unsaid is IOException or UnauthorizedAccessException)
        {
            // Nobody reads it: the exit code is what is left.
            return error is OperationCanceledException ? Interrupted : Failed;
        }
    }

    private static int Write(Exception error, TextWriter output)
    {
        if (EnvironmentVariables.Debug > 0)
            Write(output, $"{error}");
        if (error is OperationCanceledException)
        {
            Write(output, "cnn: stopped");
            return Interrupted;
        }
        Write(output, $"cnn: {Sentence(error)}");
        return Failed;
    }

    /// <summary>Writes one line about arguments that make no sense; returns the exit code.</summary>
    public static int ReportUsage(ParseResult parsed, TextWriter output)
    {
        // What the parser says behind this names types of the program.
        var hint = Misspelling.Hint(parsed);
        var messages = parsed.Errors.Select(e => InputError.OneLine(e.Message.Split(" as expected type")[0]).TrimEnd('.'))
            .DefaultIfEmpty($"Unrecognized command or argument '{Misspelling.Unknown(parsed).FirstOrDefault()}'").Distinct();
        var verb = parsed.CommandResult.Command is { Parents: var parents } command && parents.Any() ? $" {command.Name}" : "";
        Write(output, $"cnn: {string.Join("; ", messages)}{hint}{(hint.Length > 0 ? "" : ";")} see ./cnn{verb} --help");
        return Failed;
    }

    // Where nobody listens the exit code is left.
    private static void Write(TextWriter output, string text)
    {
        try
        {
            output.WriteLine(text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string Sentence(Exception error) =>
        PluginMismatch.Explain(error) is { } mismatch ? InputError.OneLine(mismatch)
        : IsOfTheConsole(error) ? $"standard output cannot be written ({InputError.OneLine(error.Message).TrimEnd('.')}); send it to a terminal, a "
            + "file or a pipe that is open"
        : InputError.Sentence(error);

    // The system's own words about it are those about any file.
    private static bool IsOfTheConsole(Exception error) => error is IOException or UnauthorizedAccessException
        && new StackTrace(error).GetFrames().Any(f => f.GetMethod()?.DeclaringType?.Assembly == typeof(Console).Assembly);
}
