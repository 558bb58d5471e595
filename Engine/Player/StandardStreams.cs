// Standard output and error that may be closed.
using Microsoft.Win32.SafeHandles;

namespace Player;

/// <summary>A program can be started without them, and what is written then goes nowhere; its exit code tells what happened.</summary>
internal static class StandardStreams
{
    private const int Output = 1, Error = 2, AccessMode = 3;

    /// <summary>Replaces those that are closed; opens the others now, while there surely is a file descriptor for them.</summary>
    internal static void Guard()
    {
        Guard(Output, static () => Console.Out, Console.SetOut);
        Guard(Error, static () => Console.Error, Console.SetError);
    }

    private static void Guard(int descriptor, Func<TextWriter> open, Action<TextWriter> replace)
    {
        if (!IsOpen(descriptor))
        {
            replace(TextWriter.Null);
            return;
        }
        try
        {
            open();
        }
        catch (Exception few) when (few is IOException or UnauthorizedAccessException)
        {
            // There is none left for the copy that the console makes: what has to be said goes through the one there is.
            replace(new StreamWriter(new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, 1)) { AutoFlush = true });
        }
    }

    // Of a closed one the number is free, or another file that this process opened for reading has got it since.
    private static bool IsOpen(int descriptor)
    {
        try
        {
            var flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (Convert.ToInt32(flags.Split(':')[1].Trim(), 8) & AccessMode) != 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // No such system, or no descriptor left to ask with.
            return true;
        }
    }
}
