// Runs verbs: the whole program as a process, or verbs of the plugin in this one.
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Engine;
using Verb = System.CommandLine.Command;

namespace CnnCompute;

/// <summary>Runs a verb to its end or to its limits.</summary>
internal abstract class VerbRunner
{
    /// <summary>Whether <c>play</c>, which is the player's own, can be run.</summary>
    public abstract bool HasPlayer { get; }

    /// <summary>Runs a verb.</summary>
    public abstract VerbOutcome Run(IReadOnlyList<string> arguments, VerbLimits limits, string? fault = null);
}

/// <summary>The program as users start it, one process a run.</summary>
/// <param name="program">Player.dll.</param>
internal sealed class ProcessRunner(string program) : VerbRunner
{
    /// <inheritdoc/>
    public override bool HasPlayer => true;

    /// <summary>The program that is running; null where this is another one.</summary>
    public static ProcessRunner? OfThisProgram() =>
        Environment.GetCommandLineArgs()[0] is var path && Path.GetFileName(path) == "Player.dll" ? new ProcessRunner(Path.GetFullPath(path)) : null;

    /// <summary>Starts it and leaves it running.</summary>
    public Process Start(IReadOnlyList<string> arguments, string? fault = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment.Remove("CNN_DEBUG");
        start.Environment.Remove("DISPLAY");
        start.Environment.Remove("WAYLAND_DISPLAY");
        if (fault is not null)
            start.Environment["CNN_FAULT"] = fault;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <inheritdoc/>
    public override VerbOutcome Run(IReadOnlyList<string> arguments, VerbLimits limits, string? fault = null)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(arguments, fault);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var most = 0L;
        var ended = false;
        while (!(ended = process.WaitForExit(20)) && clock.Elapsed.TotalSeconds < limits.Seconds && most <= limits.Bytes * 2)
            most = Math.Max(most, PeakOf(process.Id));
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            ended = most > limits.Bytes;   // it was ended for what it held
        }
        return new VerbOutcome(ended && most > limits.Bytes ? 0 : ended ? process.ExitCode : null, output.Result, error.Result,
            clock.Elapsed.TotalSeconds, most);
    }

    // The high-water mark that Linux keeps; 0 elsewhere.
    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            var words = line?.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            return words is null ? 0 : long.Parse(words[1], CultureInfo.InvariantCulture) << 10;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;   // it has just ended
        }
    }
}

/// <summary>The plugin's verbs in this process: many times faster, but nothing protects from what ends a process.</summary>
internal sealed class InProcessRunner : VerbRunner
{
    private readonly Verb root = new("cnn");

    /// <summary>With all verbs of the plugin.</summary>
    public InProcessRunner()
    {
        foreach (var verb in Verbs.Create())
            root.Add(verb);
    }

    /// <inheritdoc/>
    public override bool HasPlayer => false;

    /// <inheritdoc/>
    public override VerbOutcome Run(IReadOnlyList<string> arguments, VerbLimits limits, string? fault = null)
    {
        var (clock, before, output) = (Stopwatch.StartNew(), Console.Out, new StringWriter());
        var faults = fault is null ? null : new VulkanFaults(fault);
        var (sink, said) = (Log.Sink, new System.Collections.Concurrent.ConcurrentQueue<string>());
        Console.SetOut(output);
        Log.Sink = (_, message) => said.Enqueue($"{message}\n");
        VulkanFaults.Default = faults;
        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = output };
            (int Code, string Error) ended = (0, "");
            var run = Task.Run(() => ended = Invoke(arguments, configuration));
            if (!run.Wait(TimeSpan.FromSeconds(limits.Seconds)))
                return new VerbOutcome(null, "", "", clock.Elapsed.TotalSeconds, 0);
            // What the process's end would hide.
            if (faults is { Living.Count: > 0 } or { Leaked.Length: > 0 })
                ended = (134, $"{ended.Error}\nleft behind: {string.Join(", ", faults.Living)} {faults.Leaked}");
            if (fault == "count")
                ended = (ended.Code, ended.Error + string.Concat(faults!.Calls.Select(c => $"\n{c.Key} {c.Value}")));
            return new VerbOutcome(ended.Code, output.ToString(), string.Concat(said) + ended.Error, clock.Elapsed.TotalSeconds, 0);
        }
        finally
        {
            Console.SetOut(before);
            Log.Sink = sink;
            VulkanFaults.Default = null;
        }
    }

    // As the player reports what a verb throws.
    private (int, string) Invoke(IReadOnlyList<string> arguments, InvocationConfiguration configuration)
    {
        try
        {
            return (root.Parse(arguments).Invoke(configuration), "");
        }
        catch (Exception e) when (e is NullReferenceException or IndexOutOfRangeException or InvalidCastException or KeyNotFoundException
            or ObjectDisposedException)
        {
            return (1, $"cnn: a fault of the program itself: {e}");
        }
        catch (Exception e)
        {
            return (1, $"cnn: {e.Message}");
        }
    }
}
