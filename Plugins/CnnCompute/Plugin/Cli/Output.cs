// What verbs share in the way they print.
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CnnCompute;

/// <summary>Tables, and the form of JSON output.</summary>
internal static class Output
{
    private const int UsualWidth = 80;

    /// <summary>Indented, camel case, with names of files and classes readable.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Writes tables to the output as it is now; a file or pipe is as wide as a usual terminal, 80 characters, or <paramref name="width"/> where that
    /// is less. A table that is wider goes on below, with its first column again.
    /// </summary>
    public static void Write(int width, params ReadOnlySpan<Table> tables)
    {
        // The static AnsiConsole keeps the writer it found when it was first used.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = Math.Min(width, UsualWidth);
        foreach (var table in tables)
        {
            foreach (var part in WideTable.Parts(table, RenderOptions.Create(console, console.Profile.Capabilities), console.Profile.Width))
                console.Write(part);
        }
    }
}
