// Runs the player as a user does: a process with arguments, and what it prints.
using System.Diagnostics;

namespace Player.Tests;

/// <summary>One run of the program.</summary>
internal sealed record Run(int Status, string Output, string Errors)
{
    /// <summary>The folder that holds CnnPlayground.sln.</summary>
    internal static string Repository { get; } = FindRepository();

    /// <summary>The folder that holds the program.</summary>
    internal static string Folder => Path.Combine(Repository, "artifacts/bin/Player/release");

    /// <summary>Runs the program to its end.</summary>
    internal static Run Of(params string[] arguments) => End(Start(arguments), arguments);

    /// <summary>Runs a copy of the program in another folder to its end.</summary>
    internal static Run In(string folder, params string[] arguments) => End(Start(arguments, folder: folder), arguments);

    private static Run End(Process started, string[] arguments)
    {
        using var process = started;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"cnn {string.Join(' ', arguments)} did not end; it had printed {output.Result}");
        }
        return new Run(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Starts the program.</summary>
    internal static Process Start(string[] arguments, string? display = null, string? folder = null)
    {
        // Tests that a shell runs in the background ignore interrupts, and so would what they start.
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Repository,
        };
        start.ArgumentList.Add("--default-signal=INT");
        start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(Path.Combine(folder ?? Folder, "Player.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["CNN_HOME"] = Repository;
        start.Environment["CNN_VALIDATION"] = "1";
        start.Environment.Remove("CNN_DEBUG");
        start.Environment.Remove("DISPLAY");
        start.Environment.Remove("WAYLAND_DISPLAY");
        if (display is not null)
            start.Environment["DISPLAY"] = display;
        return Process.Start(start)!;
    }

    private static string FindRepository()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "CnnPlayground.sln")))
                return at.FullName;
        }
        throw new DirectoryNotFoundException($"no CnnPlayground.sln upwards from {AppContext.BaseDirectory}");
    }
}
