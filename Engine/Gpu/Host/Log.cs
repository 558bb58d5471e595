// The one place through which everything below the verbs tells a person something.
namespace Engine;

/// <summary>How much a message matters.</summary>
public enum LogLevel
{
    /// <summary>Asked for by <c>CNN_DEBUG</c>.</summary>
    Debug,

    /// <summary>Good to know; nothing is wrong.</summary>
    Information,

    /// <summary>Something was not done as asked, and what was done instead.</summary>
    Warning,

    /// <summary>Something was not done.</summary>
    Error,
}

/// <summary>
/// Messages of one sentence or more, for people. Standard error by default, as standard output belongs to the verbs' results. Safe for use by several
/// threads.
/// </summary>
public static class Log
{
    private static readonly Lock Gate = new();

    /// <summary>Messages below this level are dropped.</summary>
    public static LogLevel Least { get; set; } = EnvironmentVariables.Debug > 0 ? LogLevel.Debug : LogLevel.Information;

    /// <summary>Where messages go; another program may set its own.</summary>
    public static Action<LogLevel, string> Sink { get; set; } = ToStandardError;

    /// <summary>Tells what <c>CNN_DEBUG</c> asked for.</summary>
    public static void Debug(string message) => Write(LogLevel.Debug, message);

    /// <summary>Tells what is good to know.</summary>
    public static void Information(string message) => Write(LogLevel.Information, message);

    /// <summary>Tells what was not done as asked, and what was done instead.</summary>
    public static void Warning(string message) => Write(LogLevel.Warning, message);

    /// <summary>Tells what was not done, and what to do.</summary>
    public static void Error(string message) => Write(LogLevel.Error, message);

    // Where nobody listens the work goes on.
    private static void ToStandardError(LogLevel level, string message)
    {
        try
        {
            Console.Error.WriteLine(message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Tells something at a level.</summary>
    public static void Write(LogLevel level, string message)
    {
        if (level < Least)
            return;
        lock (Gate)
            Sink(level, message);
    }
}
