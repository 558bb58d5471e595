// Programs that these tests start, and what they print.
using System.Diagnostics;

namespace Samples.Tests;

/// <summary>One program that ended.</summary>
internal sealed record SampleRun(int Status, string Output, string Errors)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(6);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static SampleRun Of(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Its caches are its own: what it compiles can be counted.
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(PackageFeed.Folder, "cache");
        start.Environment.Remove("CNN_HOME");
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end");
        }
        return new SampleRun(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>The same, which must succeed.</summary>
    public static SampleRun Good(string folder, string program, params string[] arguments)
    {
        var run = Of(folder, program, arguments);
        Assert.That(run.Status, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{run.Output}\n{run.Errors}");
        return run;
    }
}
