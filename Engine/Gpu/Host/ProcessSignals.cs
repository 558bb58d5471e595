// What the system tells this process, and how it ends.
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Engine;

/// <summary>
/// An interrupt (Ctrl-C), a request to end or a terminal that closes asks the work to end. Work that keeps its results (<see cref="KeptWork"/>) is
/// waited for, and that is said; any other ends within a second. A second signal ends the process at once.
/// </summary>
public sealed partial class ProcessSignals : IDisposable
{
    private const int SignalBase = 128, FileSizeExceeded = 25;
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(700), OneSignal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly ManualResetEventSlim ended = new();
    private readonly Func<string, string> sentence;
    private long asked;
    private volatile int signal;

    /// <summary>Begins to listen.</summary>
    /// <param name="sentence">Makes a line for people of what is said.</param>
    public ProcessSignals(Func<string, string> sentence)
    {
        this.sentence = sentence;
        foreach (var (kind, number) in new[] { (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15), (PosixSignal.SIGHUP, 1) })
        {
            // A terminal that is closed asks for nothing under nohup.
            if (kind != PosixSignal.SIGHUP || !HangUp.IsIgnored())
                registrations.Add(PosixSignalRegistration.Create(kind, context => Stop(context, number)));
        }
        // Then a file that becomes too large is an error of the write, with a sentence, instead of the end of the process.
        if (OperatingSystem.IsLinux())
            registrations.Add(PosixSignalRegistration.Create((PosixSignal)FileSizeExceeded, static context => context.Cancel = true));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>
    /// The status of a verb that ended with <paramref name="code"/>: as shells count, 128 and the signal that ended it, unless it failed.
    /// </summary>
    public int ExitCode(int code) => signal != 0 && code is 0 or (SignalBase + 2) ? SignalBase + signal : code;

    /// <inheritdoc/>
    public void Dispose()
    {
        ended.Set();
        registrations.ForEach(r => r.Dispose());
        source.Dispose();
    }

    // `timeout` sends its signal to the process and to its group: what comes within a second is the same one.
    private void Stop(PosixSignalContext context, int number)
    {
        var isFirst = Interlocked.CompareExchange(ref asked, Stopwatch.GetTimestamp(), 0) == 0;
        context.Cancel = isFirst || Stopwatch.GetElapsedTime(asked) < OneSignal;
        if (!isFirst)
            return;
        signal = number;
        new Thread(Watch) { IsBackground = true, Name = "ends the process" }.Start();
        source.Cancel();
    }

    // Nothing that the verb is in the middle of, such as a compilation, holds this up.
    private void Watch()
    {
        var (idle, isSaid) = (Stopwatch.StartNew(), false);
        while (!ended.Wait(Look))
        {
            if (KeptWork.IsUnderWay)
                idle.Restart();
            if (idle.Elapsed > Grace)
            {
                Log.Write(LogLevel.Error, sentence("stopped"));
                Exit(SignalBase + signal);
            }
            if (isSaid || !KeptWork.IsUnderWay || Stopwatch.GetElapsedTime(asked) < Grace)
                continue;
            isSaid = true;
            Log.Write(LogLevel.Error, sentence("stopping; what is done so far is being saved (once more ends at once, without it)"));
        }
    }

    // Not Environment.Exit, which would wait for what holds the process up.
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int status);
}
