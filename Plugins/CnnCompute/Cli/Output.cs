// What verbs share in the way they print.
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CnnCompute;

/// <summary>The form of JSON output.</summary>
internal static class Output
{
    /// <summary>Indented, camel case, with names of files and classes readable.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
