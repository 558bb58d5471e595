// One place, one training: the lock, and what killed trainings left.
using System.Diagnostics;

namespace CnnCompute.Tests;

public sealed class TrainingLockTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("lock").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_second_training_in_one_place_is_refused_and_a_later_one_is_not()
    {
        var files = TrainingFiles.At(folder);
        using (TrainingLock.Take(files))
        {
            Assert.That(() => TrainingLock.Take(files),
                Throws.InstanceOf<IOException>().With.Message.Contains(files.Best).And.Message.Contains("another training")
                    .And.Message.Contains("--out"));
            TrainingLock.Take(Path.Combine(folder, "other.safetensors")).Dispose();
        }
        TrainingLock.Take(files).Dispose();
        Assert.That(Directory.GetFileSystemEntries(folder), Is.Empty);
    }

    [Test]
    public void The_lock_of_another_process_counts_and_ends_with_it()
    {
        var path = Path.Combine(folder, "net.safetensors");
        string[] holding = ["-x", Path.Combine(folder, ".net.safetensors.lock"), "bash", "-c", "echo locked; exec sleep 60"];
        var start = new ProcessStartInfo("flock", holding)
        {
            RedirectStandardOutput = true,
        };
        using (var other = Process.Start(start)!)
        {
            Assert.That(other.StandardOutput.ReadLine(), Is.EqualTo("locked"));
            Assert.That(() => TrainingLock.Take(path), Throws.InstanceOf<IOException>().With.Message.Contains("still running"));
            other.Kill(entireProcessTree: true);
            other.WaitForExit();
        }
        // What it had started holds the lock until it has ended, too.
        Assert.That(() => TrainingLock.Take(path).Dispose(), Throws.Nothing.After(20_000, 50));
    }

    [Test]
    public void Verbs_that_train_refuse_a_place_that_is_taken()
    {
        using var taken = TrainingLock.Take(TrainingFiles.At(folder));
        Assert.That(() => Verbs.Run("train", "fashion", "--out", folder), Throws.InstanceOf<IOException>().With.Message.Contains("another training"));
        var net = Path.Combine(folder, "style.safetensors");
        using var other = TrainingLock.Take(net);
        Assert.That(() => Verbs.Run("train", "style", "--style", "a.png", "--content", "b.png", "--model", "c.onnx", "--out", net),
            Throws.InstanceOf<IOException>().With.Message.Contains("another training"));
    }

    [Test]
    public void What_killed_trainings_left_half_written_is_removed()
    {
        var files = TrainingFiles.At(folder);
        using var ended = Process.Start("true");
        ended.WaitForExit();
        var left = Path.Combine(folder, $".last.safetensors.{ended.Id}.4.tmp");
        string[] kept =
        [
            Path.Combine(folder, $".last.safetensors.{Environment.ProcessId}.4.tmp"), Path.Combine(folder, $".other.safetensors.{ended.Id}.4.tmp"),
            Path.Combine(folder, ".last.safetensors.mine.tmp"),
        ];
        foreach (var file in kept.Append(left))
            File.WriteAllText(file, "half");
        using (TrainingLock.Take(files))
            Assert.That(Directory.GetFiles(folder, "*.tmp"), Is.EquivalentTo(kept));
    }
}
