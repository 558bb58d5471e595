// A display of the test process's own: an Xvfb that ends with it, so that nothing on the user's screen is touched.
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Packages.Tests;

internal static partial class TestDisplay
{
    private static readonly Lock Gate = new();
    private static string? display;
    private static string? missing;
    private static Process? server;

    /// <summary>The display, as in DISPLAY, once required.</summary>
    internal static string Name => display ?? throw new InvalidOperationException("Require comes first.");

    /// <summary>Points this process's windows to its own display; ignores the test, saying so, where Xvfb is not installed.</summary>
    internal static void Require()
    {
        lock (Gate)
        {
            if (display == null && missing == null)
                Start();
        }

        if (missing != null)
            Assert.Ignore(missing);
    }

    /// <summary>
    /// The same with a display that nobody has used yet. One whose last window is closed ends at once or a moment later, so a second program cannot
    /// rely on it.
    /// </summary>
    internal static void RequireFresh()
    {
        lock (Gate)
        {
            if (server is { HasExited: false })
                server.Kill();
            display = null;
        }

        Require();
    }

    /// <summary>Runs xdotool on the display and returns what it printed; ignores the test, saying so, where it is not installed.</summary>
    internal static string Type(params string[] arguments)
    {
        Require();
        try
        {
            using var tool = Process.Start(new ProcessStartInfo("xdotool", arguments)
            {
                RedirectStandardOutput = true,
                Environment = { ["DISPLAY"] = display },
            })!;
            var output = tool.StandardOutput.ReadToEnd();
            tool.WaitForExit();
            Assert.That(tool.ExitCode, Is.Zero, $"xdotool {string.Join(' ', arguments)}: {output}");
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Ignore("xdotool is not installed (Debian package xdotool): keys and clicks are not tested.");
            throw;
        }
    }

    private static void Start()
    {
        try
        {
            // It chooses a free display number and ends when its last client, this process, does.
            string[] arguments = ["-displayfd", "1", "-terminate", "-nolisten", "tcp", "-screen", "0", "1280x1024x24"];
            var started = server = Process.Start(new ProcessStartInfo("Xvfb", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            // Read on, or the server would stop when the pipe is full.
            server.BeginErrorReadLine();
            var number = server.StandardOutput.ReadLine();
            Assert.That(number, Is.Not.Null.And.Not.Empty, "Xvfb reported no display");
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                if (!started.HasExited)
                    started.Kill();
            };
            display = ":" + number!.Trim();
            // GLFW reads the C library's environment, which .NET's own copy does not change.
            Assert.That(SetEnv("DISPLAY", display, 1), Is.Zero);
        }
        catch (Win32Exception)
        {
            missing = "Xvfb is not installed (Debian package xvfb): windows are not tested.";
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
