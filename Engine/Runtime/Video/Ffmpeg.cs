// A process of ffmpeg's family with its pipes, and what it complains about.
using System.Diagnostics;

namespace Engine;

/// <summary>
/// ffmpeg or ffprobe in a session of its own, so that a Ctrl-C meant for this program does not end it before this program is done with it.
/// </summary>
internal sealed class Ffmpeg : IDisposable
{
    private readonly Process process;
    private readonly List<string> complaints = [];
    private bool disposed;

    /// <summary>Starts <paramref name="program"/>.</summary>
    /// <exception cref="IOException">It is not installed.</exception>
    internal Ffmpeg(IEnumerable<string> arguments, string program = "ffmpeg")
    {
        if (Find(program) is not { } found)
            throw new IOException($"{program} is not installed; it reads and writes videos and reads cameras (apt-get install ffmpeg)");
        var session = Find("setsid");
        var start = new ProcessStartInfo(session ?? found)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])[.. session is null ? [] : (string[])[found], .. arguments])
            start.ArgumentList.Add(argument);
        process = Process.Start(start) ?? throw new IOException($"{program} did not start");
        process.ErrorDataReceived += (_, line) =>
        {
            lock (complaints)
            {
                if (line.Data is { Length: > 0 } text && complaints.Count < 20)
                    complaints.Add(text);
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>What it writes.</summary>
    internal Stream Output => process.StandardOutput.BaseStream;

    /// <summary>What it reads.</summary>
    internal Stream Input => process.StandardInput.BaseStream;

    /// <summary>
    /// Waits for its end, after telling it that nothing more comes in; null where all went well, otherwise its last word that
    /// <paramref name="matters"/>.
    /// </summary>
    internal string? Wait(Func<string, bool>? matters = null)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything: its status and its words say more.
        }
        process.WaitForExit();
        lock (complaints)
        {
            return complaints.LastOrDefault(matters ?? (_ => true))
                ?? (process.ExitCode != 0 ? complaints.LastOrDefault($"ffmpeg ended with status {process.ExitCode}") : null);
        }
    }

    /// <summary>Ends it; a thread that reads from it meets the end of the stream.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself already.
        }
        process.WaitForExit();
        process.Dispose();
    }

    private static string? Find(string program) => EnvironmentVariables.SearchPath
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
