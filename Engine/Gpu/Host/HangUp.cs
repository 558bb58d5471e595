// Whether whoever started the program wants it to outlive its terminal.
using System.Globalization;

namespace Engine;

/// <summary>The signal that a closed terminal sends.</summary>
public static class HangUp
{
    private const string Ignored = "SigIgn:";

    /// <summary>Whether it was ignored when the program started, as nohup has it: the runtime would take it all the same.</summary>
    public static bool IsIgnored() => IsIgnored("/proc/self/status");

    /// <summary>The same of a process's status file; where there is none, it is not ignored.</summary>
    public static bool IsIgnored(string status)
    {
        try
        {
            var line = File.ReadLines(status).FirstOrDefault(l => l.StartsWith(Ignored, StringComparison.Ordinal));
            // A mask with one bit a signal; SIGHUP is the first.
            return line is not null && ulong.TryParse(line.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture,
                out var mask) && (mask & 1) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
