// Which errors are about what a person gave, and which are faults of the program: decided here and nowhere else.
namespace Engine;

/// <summary>
/// Tells what a person can mend (a file that is missing, closed to them or damaged, a setting that is not possible, a model with an operator that
/// nobody knows, a device that is full) from what only the program's authors can. A running scene says the first once
/// and goes on; the second ends it.
/// </summary>
public static class InputError
{
    /// <summary>Whether an error is about the input: every one that is no fault of the program, whoever threw it.</summary>
    public static bool Is(Exception error) => error switch
    {
        // What a task or a type's initialiser wrapped says nothing itself.
        AggregateException or TypeInitializationException when error.InnerException is { } inner => Is(inner),
        OperationCanceledException => false,
        _ => !IsFault(error) && !IsMissingCode(error),
    };

    /// <summary>Whether an error is a fault of the program, whatever it was given.</summary>
    public static bool IsFault(Exception error) => error is
        NullReferenceException or IndexOutOfRangeException or InvalidCastException or KeyNotFoundException or ObjectDisposedException
        or ArrayTypeMismatchException or NotImplementedException or AccessViolationException or InvalidProgramException;

    /// <summary>Whether an error says that a type, a member or an assembly is not there: a plugin that does not fit the program.</summary>
    public static bool IsMissingCode(Exception error) => error switch
    {
        // Native libraries are no assemblies.
        DllNotFoundException or EntryPointNotFoundException => false,
        TypeLoadException or MissingMemberException => true,
        FileNotFoundException or FileLoadException => MissingAssembly(error) is not null,
        _ => false,
    };

    /// <summary>The full name of the assembly that such an error says is not there; null for all others, which name a path.</summary>
    public static string? MissingAssembly(Exception error)
    {
        var name = error switch
        {
            FileNotFoundException missing => missing.FileName,
            FileLoadException refused => refused.FileName,
            _ => null,
        };
        return name?.Contains(", Version=", StringComparison.Ordinal) == true ? name : null;
    }

    /// <summary>What to tell a person about it, as one sentence.</summary>
    public static string Sentence(Exception error)
    {
        while (error is AggregateException or TypeInitializationException && error.InnerException is { } inner)
            error = inner;
        return error switch
        {
            _ when IsFault(error) => $"a fault of the program itself: {OneLine(error.Message)} ({error.GetType().Name}); run it with CNN_DEBUG=1 "
                + "and report what it prints",
            OutOfMemoryException => "the machine's memory is full; use a smaller batch or picture, or close other programs",
            UnauthorizedAccessException => $"{OneLine(error.Message).TrimEnd('.')}; check the owner and permissions of that file or folder",
            DllNotFoundException => $"{OneLine(error.Message.Split('\n')[0])}; start the program with ./cnn, which installs what it needs",
            // The name of a parameter is no word of the user's.
            ArgumentException { ParamName: { Length: > 0 } name } => OneLine(error.Message.Replace($" (Parameter '{name}')", "")),
            _ => OneLine(error.Message),
        };
    }

    /// <summary>A text without line breaks.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', text.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
