// Places of results are checked before the work; what killed runs left beside them is found.
using System.Diagnostics;

namespace Engine.Tests;

public sealed class OutputFileTests
{
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("output").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_place_that_can_be_written_is_left_as_it_was()
    {
        OutputFile.Check("--out", In("a.png"), ".png");
        OutputFile.Check("--out", In("new/folder/a.MP4"), ".mp4", ".gif");
        OutputFile.CheckFolder("--out", In("new/folder"));
        File.WriteAllText(In("there.png"), "before");
        OutputFile.Check("--out", In("there.png"));
        Assert.That(Directory.GetFileSystemEntries(folder), Is.EqualTo([In("there.png")]));
    }

    [Test]
    public void A_place_that_cannot_be_written_is_said_with_the_option()
    {
        File.WriteAllText(In("file"), "");
        foreach (var (path, words) in new[]
        {
            (folder, "there is a folder of that name"), ("/dev/null", "there is a device of that name"), (In("file/a.png"), "is no folder"),
            (In("sub/"), "this names a folder"), ("/proc/nowhere/a.png", "nothing can be written in /proc"), ("", "the name of a file is needed"),
        })
        {
            Assert.That(() => OutputFile.Check("--out", path), Throws.Exception.With.Message.StartsWith($"--out{(path.Length > 0 ? " " : "")}{path}:")
                .And.Message.Contains(words).And.Message.Not.Contains("\n"), path);
        }
        Assert.That(() => OutputFile.Check("--log", In("a.jpg"), ".png", ".mp4", ".gif"),
            Throws.ArgumentException.With.Message.EqualTo($"--log {In("a.jpg")}: it is written as .png, .mp4 or .gif"));
    }

    [Test]
    public void Nothing_takes_the_place_of_a_pipe_or_a_device()
    {
        using (var made = Process.Start("mkfifo", In("pipe.png")))
            made.WaitForExit();
        Assert.That(() => PngFile.Write(In("pipe.png"), 1, 1, [1, 2, 3]),
            Throws.InstanceOf<IOException>().With.Message.Contains("a pipe of that name"));
        Assert.That(() => AtomicFile.Write("/dev/null", _ => { }), Throws.InstanceOf<IOException>().With.Message.Contains("a device of that name"));
        Assert.That(RegularFile.IsPipe(In("pipe.png")), Is.True);
        Assert.That(() => new VideoWriter(folder + "/a.mp4", 8, 8, 25).Dispose(), Throws.InstanceOf<IOException>());
    }

    [Test]
    public void What_a_killed_run_left_goes_and_what_is_being_written_stays()
    {
        var ended = Ended();
        var (left, other, ours, odd) = (In($".a.bin.{ended}.1.tmp"), In($".b.bin.{ended}.1.tmp"),
            In($".a.bin.{Environment.ProcessId}.77777.tmp"), In(".a.bin.tmp"));
        foreach (var file in new[] { left, other, ours, odd })
            File.WriteAllText(file, "half of it");
        AtomicFile.Write(In("a.bin"), stream => stream.WriteByte(1));
        Assert.That(File.Exists(left), Is.False);
        Assert.That(new[] { other, ours, odd }.All(File.Exists), Is.True);
        using var held = new FileStream(In($".c.bin.{ended}.1.tmp"), FileMode.Create, FileAccess.Write, FileShare.None);
        Assert.That(Leftovers.Of(folder, "c.bin", ".tmp"), Is.Empty, "another container's process holds it");
    }

    [Test]
    public void What_a_killed_run_wrote_of_a_video_is_found_by_the_next()
    {
        var ended = Ended();
        var elsewhere = Directory.CreateTempSubdirectory("elsewhere").FullName;
        using (var writer = new VideoWriter(Path.Combine(elsewhere, "whole.mp4"), 16, 16, 10))
            writer.Write(new byte[16 * 16 * 4]);
        File.Move(Path.Combine(elsewhere, "whole.mp4"), In($".film.{ended}.1.rec.mp4"));
        Directory.Delete(elsewhere);
        File.WriteAllBytes(In($".film.{ended}.2.rec.mp4"), []);
        File.WriteAllBytes(In($".film.{ended}.2.mp4"), [1]);
        var said = new List<string>();
        var before = Log.Sink;
        Log.Sink = (_, message) => said.Add(message);
        try
        {
            using var writer = new VideoWriter(In("film.mp4"), 16, 16, 10);
            writer.Write(new byte[16 * 16 * 4]);
        }
        finally
        {
            Log.Sink = before;
        }
        Assert.That(said.Single(), Does.Contain("an earlier run was ended").And.Contain(In("film-unfinished.mp4")));
        Assert.That(Directory.GetFiles(folder).Order(StringComparer.Ordinal), Is.EqualTo([In("film-unfinished.mp4"), In("film.mp4")]));
        using var reader = VideoReader.Open(In("film-unfinished.mp4"));
        Assert.That(reader.Read(new byte[16 * 16 * 4]), Is.True);
    }

    private static int Ended()
    {
        using var process = Process.Start("true");
        process.WaitForExit();
        return process.Id;
    }

    private string In(string name) => name.StartsWith('/') ? name : Path.Combine(folder, name);
}
