// What verbs share in the way they print.
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace CnnCompute;

/// <summary>Tables, and the form of JSON output.</summary>
internal static class Output
{
    /// <summary>Indented, camel case, with names of files and classes readable.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Writes tables to the output as it is now; a file or pipe is <paramref name="width"/> characters wide, a terminal as wide as it is.
    /// </summary>
    public static void Write(int width, params ReadOnlySpan<Table> tables)
    {
        // The static AnsiConsole keeps the writer it found when it was first used.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = width;
        foreach (var table in tables)
            console.Write(table);
    }
}
