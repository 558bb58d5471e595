// How a run of a verb ended, and whether a person could be content with it.
using System.Globalization;

namespace CnnCompute;

/// <summary>One run of the program with arguments that may be bad.</summary>
/// <param name="Code">Its exit code; null where it had to be ended.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it said beside that.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="PeakBytes">The most memory it held; 0 where that was not measured.</param>
internal sealed record VerbOutcome(int? Code, string Output, string Error, double Seconds, long PeakBytes)
{
    private static readonly string[] Faults =
        ["a fault of the program itself", "Unhandled exception", "\n   at ", "Stack overflow", "memory is full; use a smaller", "Fatal error"];

    /// <summary>
    /// What is wrong with it; null where it did its work (0) or said in one sentence why it could not (1), within limits.
    /// </summary>
    public string? Wrong(VerbLimits limits)
    {
        if (Code is null)
            return string.Create(CultureInfo.InvariantCulture, $"did not end within {limits.Seconds:F0} s");
        if (Code is not (0 or 1))
            return $"ended with status {Code}: {Shortened(Error)}";
        if (Faults.FirstOrDefault(f => Error.Contains(f, StringComparison.Ordinal) || Output.Contains(f, StringComparison.Ordinal)) is not null)
            return $"said: {Shortened(Error)}";
        if (PeakBytes > limits.Bytes)
            return $"held {PeakBytes >> 20:N0} MB";
        var sentences = Error.Split('\n').Count(l => l.StartsWith("cnn: ", StringComparison.Ordinal));
        if (sentences > 1)
            return $"said {sentences} sentences: {Shortened(Error)}";
        return Code == 1 && sentences == 0 && Output.Length == 0 && Error.Length == 0 ? "ended with status 1 without a word" : null;
    }

    private static string Shortened(string text) => text.Length > 400 ? $"{text[..200]} … {text[^200..]}" : text.Trim();
}

/// <summary>What one run may take.</summary>
/// <param name="Seconds">Time.</param>
/// <param name="Bytes">Memory.</param>
internal readonly record struct VerbLimits(double Seconds, long Bytes);
