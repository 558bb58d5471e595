// Signals, closed streams and limits of the system: the program ends as it is asked to, with its exit code, and leaves nothing running.
using System.Diagnostics;

namespace Player.Tests;

public sealed class SignalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("signals").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    [TestCase("HUP", 129)]
    public void A_source_that_stalls_does_not_keep_a_scene_from_ending(string signal, int status)
    {
        using var play = PlayPipe(out var feeding);
        using (feeding)
        {
            var output = play.StandardOutput.ReadToEndAsync();
            var errors = play.StandardError.ReadToEndAsync();
            Shell($"kill -{signal} {play.Id}");
            Assert.That(play.WaitForExit(Patience), Is.True, "it goes on");
            Assert.That(play.ExitCode, Is.EqualTo(status), errors.Result);
            Assert.That(output.Result, Does.Contain("headless"));
            Assert.That(Readers(), Is.Empty, "ffmpeg was left behind");
            feeding.Kill(entireProcessTree: true);
        }
    }

    [Test]
    public void What_was_started_ends_with_a_program_that_is_killed()
    {
        if (!File.Exists("/usr/bin/setpriv"))
            Assert.Ignore("this system has no setpriv, which ties a process to another's life");
        using var play = PlayPipe(out var feeding);
        using (feeding)
        {
            play.Kill();
            play.WaitForExit();
            Assert.That(Readers, Is.Empty.After(20_000, 50), "ffmpeg was left behind");
            feeding.Kill(entireProcessTree: true);
        }
    }

    [TestCase(">&-", "devices", 0)]
    [TestCase("2>&-", "devices", 0)]
    [TestCase(">&- 2>&- <&-", "devices", 0)]
    [TestCase("2>&-", "nonsense", 1)]
    [TestCase(">&- 2>&-", "nonsense", 1)]
    public void Closed_streams_are_no_error(string closing, string verb, int status)
    {
        using var shell = Shell($"CNN_HOME='{Run.Repository}' dotnet '{Path.Combine(Run.Folder, "Player.dll")}' {verb} {closing}; echo status $?");
        Assert.That(shell.StandardOutput.ReadToEnd(), Does.EndWith($"status {status}\n"));
        Assert.That(shell.StandardError.ReadToEnd(), Is.Empty);
    }

    [Test]
    public void A_file_that_may_not_become_as_large_is_one_sentence()
    {
        // In blocks of 512 bytes; .NET's own memory for code counts as a file unless it is mapped once.
        var scene = Scene("entities:\n  - name: bars\n    VideoSource:\n  - name: shown\n    Sprite: { image: bars }");
        using var shell = Shell($"ulimit -f 2; CNN_HOME='{Run.Repository}' DOTNET_EnableWriteXorExecute=0 dotnet "
            + $"'{Path.Combine(Run.Folder, "Player.dll")}' play '{scene}' --headless --frames 1 --out '{folder}/out'; echo status $?");
        var errors = shell.StandardError.ReadToEndAsync();
        Assert.That(shell.StandardOutput.ReadToEnd(), Does.EndWith("status 1\n"), errors.Result);
        Assert.That(errors.Result.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors.Result, Does.StartWith($"cnn: --out {folder}/out: pictures cannot be written there").And.Contain("ulimit -f"));
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(folder, "out")), Is.Empty);
    }

    [Test]
    public void A_place_for_pictures_is_checked_before_anything_is_played()
    {
        var run = Run.Of("play", Scene("entities: []"), "--headless", "--frames", "1", "--out", "/proc/nowhere");
        Assert.That(run.Status, Is.EqualTo(1));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.Errors, Does.StartWith("cnn: --out /proc/nowhere: nothing can be written in /proc"));
    }

    // A scene that waits for pictures of a pipe, which gives half a second of them and stays open.
    private Process PlayPipe(out Process feeding)
    {
        var pipe = Path.Combine(folder, "pipe");
        Shell($"mkfifo '{pipe}'").WaitForExit();
        var scene = Scene($"entities:\n  - name: camera\n    VideoSource: {{ source: '{pipe}', width: 32, height: 32 }}");
        feeding = Process.Start("bash",
            ["-c", $"{{ ffmpeg -loglevel error -f lavfi -i testsrc=size=32x32:rate=30:duration=1 -f mpegts -; sleep 300; }} > '{pipe}'"]);
        var play = Run.Start(["play", scene, "--headless", "--frames", "1000", "--size", "32x32", "--out", folder]);
        Assert.That(() => Readers().Length, Is.EqualTo(1).After(60_000, 50), "it plays");
        Task.Delay(2000).Wait();
        Assert.That(play.HasExited, Is.False);
        return play;
    }

    // Processes of ffmpeg that read from this test's pipe.
    private string[] Readers() => [.. Directory.GetDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)).Where(p =>
    {
        try
        {
            return File.ReadAllText($"{p}/comm").Trim() == "ffmpeg"
                && File.ReadAllText($"{p}/cmdline").Contains($"file:{folder}/pipe", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return false;
        }
    })];

    private string Scene(string text)
    {
        var path = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    private static Process Shell(string line) => Process.Start(new ProcessStartInfo("bash", ["-c", line])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
