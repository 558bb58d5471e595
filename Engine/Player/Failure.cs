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
        var messages = parsed.Errors.Select(e => OneLine(e.Message.Split(" as expected type")[0]).TrimEnd('.')).Distinct();
        var verb = parsed.CommandResult.Command is { Parents: var parents } command && parents.Any() ? $" {command.Name}" : "";
        output.WriteLine($"cnn: {string.Join("; ", messages)}; see ./cnn{verb} --help");
        return Failed;
    }

    private static string Sentence(Exception error) => error switch
    {
        _ when PluginMismatch.Explain(error) is { } sentence => OneLine(sentence),
        // Faults of the program, not of its input.
        NullReferenceException or IndexOutOfRangeException or InvalidCastException or KeyNotFoundException or ObjectDisposedException =>
            $"a fault of the program itself: {OneLine(error.Message)} ({error.GetType().Name}); run it with CNN_DEBUG=1 and report what it prints",
        OutOfMemoryException => "the machine's memory is full; use a smaller batch or picture, or close other programs",
        UnauthorizedAccessException => $"{OneLine(error.Message)}; check the owner and permissions of that file or folder",
        DllNotFoundException => $"{OneLine(error.Message.Split('\n')[0])}; start the program with ./cnn, which installs what it needs",
        _ => OneLine(error.Message),
    };

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
