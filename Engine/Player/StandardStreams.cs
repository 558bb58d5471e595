// Standard output and error that may be closed.
using System.Globalization;

namespace Player;

/// <summary>A program can be started without them, and what is written then goes nowhere; its exit code tells what happened.</summary>
internal static class StandardStreams
{
    private const int Output = 1, Error = 2, AccessMode = 3;

    /// <summary>Replaces those that are closed; opens the others now, while there surely is a file descriptor for them.</summary>
    internal static void Guard()
    {
        if (IsOpen(Output))
            _ = Console.Out;
        else
            Console.SetOut(TextWriter.Null);
        if (IsOpen(Error))
            _ = Console.Error;
        else
            Console.SetError(TextWriter.Null);
    }

    // Of a closed one the number is free, or another file that this process opened for reading has got it since.
    private static bool IsOpen(int descriptor)
    {
        try
        {
            var flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (Convert.ToInt32(flags.Split(':')[1].Trim(), 8) & AccessMode) != 0;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fdinfo"));
        }
    }
}
