// Without a display: a readable refusal. GLFW starts once per process, so this asks a process of its own.
using System.Diagnostics;
using Silk.NET.Windowing;

namespace Packages.Tests;

public class NoDisplayTests
{
    private const string Marker = "PACKAGES_TESTS_WITHOUT_DISPLAY";

    [Test]
    public void Create_without_a_display_says_what_to_do()
    {
        if (Environment.GetEnvironmentVariable(Marker) == "1")
        {
            Assert.That(() => Window.Create(WindowOptions.DefaultVulkan), Throws.TypeOf<PlatformNotSupportedException>()
                .With.Message.Contains("DISPLAY").And.Message.Contains("xvfb-run"));
            return;
        }

        var assembly = typeof(NoDisplayTests).Assembly.Location;
        var start = new ProcessStartInfo(
            "dotnet", [assembly, "--filter", $"FullyQualifiedName~{nameof(NoDisplayTests)}", "--results-directory", Path.GetTempPath()])
        {
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("DISPLAY");
        start.Environment.Remove("WAYLAND_DISPLAY");
        start.Environment[Marker] = "1";
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.That(child.ExitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("succeeded: 1"));
    }
}
