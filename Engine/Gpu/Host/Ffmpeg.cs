// A process of ffmpeg's family with its pipes, and what it complains about.
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Engine;

/// <summary>
/// ffmpeg or ffprobe in a session of its own, so that a Ctrl-C meant for this program does not end it before this program is done with it, and tied
/// to this program's life: the kernel ends it when this program is killed.
/// </summary>
public sealed class Ffmpeg : IDisposable
{
    private const int Complaints = 20;

    // The kernel's tie is to the thread that starts a process: one that lives as long as this program does starts them all.
    private static readonly BlockingCollection<Action> Starts = [];
    private static readonly Lazy<Thread> Starter = new(static () =>
    {
        var thread = new Thread(static () =>
        {
            foreach (var start in Starts.GetConsumingEnumerable())
                start();
        })
        { IsBackground = true, Name = "starts processes" };
        thread.Start();
        return thread;
    });

    private readonly string program;
    private readonly Process process;
    private readonly List<string> complaints = [];
    private readonly CancellationTokenRegistration ending;
    private readonly CancellationToken cancellation;
    private bool disposed;

    /// <summary>Starts a program.</summary>
    /// <param name="arguments">What it is told; its errors alone should be printed.</param>
    /// <param name="program">ffmpeg or ffprobe.</param>
    /// <param name="cancellation">Ends it, and by that whatever waits for it.</param>
    /// <param name="writes">Whether it writes a file: then it finishes what it was given when this program is killed.</param>
    /// <exception cref="IOException">It is not installed, or cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The token asked for the end before.</exception>
    public Ffmpeg(IEnumerable<string> arguments, string program = "ffmpeg", CancellationToken cancellation = default, bool writes = false)
    {
        cancellation.ThrowIfCancellationRequested();
        (this.program, this.cancellation) = (program, cancellation);
        if (Find(program) is not { } found)
        {
            throw new IOException($"{program} is not installed; it reads and writes videos, reads cameras and pictures such as WebP and TIFF "
                + "(apt-get install ffmpeg)");
        }
        string[] line =
        [
            .. Find("setsid") is { } session ? [session] : (string[])[],
            .. Find("setpriv") is { } tie ? [tie, "--pdeathsig", writes ? "TERM" : "KILL", "--"] : (string[])[],
            found, .. arguments,
        ];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        process = Start(start);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (complaints)
            {
                if (line.Data is { Length: > 0 } text && complaints.Count < Complaints)
                    complaints.Add(text);
            }
        };
        process.BeginErrorReadLine();
        ending = cancellation.Register(Kill);
    }

    /// <summary>What it writes.</summary>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>What it reads.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>
    /// Waits for its end, after telling it that nothing more comes in; null where all went well, otherwise its last word that
    /// <paramref name="matters"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was ended by the token.</exception>
    public string? Wait(Func<string, bool>? matters = null)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // It was closed, or it ended before it had read everything: its status and its words say more.
        }
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        lock (complaints)
        {
            return complaints.LastOrDefault(matters ?? (_ => true))
                ?? (process.ExitCode != 0 ? complaints.LastOrDefault($"{program} ended with status {process.ExitCode}") : null);
        }
    }

    /// <summary>Ends it; a thread that reads from it meets the end of the stream.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        ending.Dispose();
        Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>A file as an argument: whole, and no protocol, pattern or option whatever its name is.</summary>
    public static string Url(string path) => "file:" + Path.GetFullPath(path);

    private static Process Start(ProcessStartInfo start)
    {
        _ = Starter.Value;
        using var done = new ManualResetEventSlim();
        Process? started = null;
        Exception? failed = null;
        Starts.Add(() =>
        {
            try
            {
                started = Process.Start(start);
            }
            catch (Exception error)
            {
                failed = error;
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait();
        return started ?? throw new IOException(
            $"{Path.GetFileName(start.FileName)} cannot be started{(failed is Win32Exception or IOException ? $": {failed.Message}" : "")}", failed);
    }

    private void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself already.
        }
    }

    private static string? Find(string program) => EnvironmentVariables.SearchPath
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
