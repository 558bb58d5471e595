// What a training says about its data while it runs.
namespace CnnCompute.Tests;

public sealed class TrainingDisplayTests
{
    [Test]
    public void A_picture_that_turns_out_to_be_damaged_is_told_once_with_its_name_in_the_lines_and_in_the_report()
    {
        using var files = new TemporaryPictures();
        files.Class("a", 12, 50);
        files.Class("b", 12, 200);
        files.Damaged("b/011.png");
        var whole = PictureDataset.Folder(files.Root, 8, 8, 1);
        Dataset Part(int begin, int step) => new SubsetDataset("part", whole, Enumerable.Range(0, 24).Where(i => i % step == begin % step));
        var data = new DataSplits(whole, Part(0, 2), null);
        var bytes = new byte[whole.SampleBytes];
        for (var i = 0; i < whole.Count; i++)
            whole.Read(i, bytes);
        Assert.That(TrainingDisplay.Damaged(data), Has.Count.EqualTo(1).And.One.Contains("011.png"));
        var out1 = Path.Combine(files.Root, "..", $"{Path.GetFileName(files.Root)}-out");
        try
        {
            var (code, output) = Verbs.Run("train", "--data", files.Root, "--model", "mnist_tiny", "--epochs", "2", "--batch", "4", "--out", out1,
                "--set", "cache=none", "--set", "channels=1", "--set", "size=28");
            Assert.That(code, Is.Zero);
            Assert.That(output, Does.Match("loader threads? busy"));
            var told = output.Split('\n').Where(l => l.Contains("011.png")).ToArray();
            Assert.That(told, Has.Length.EqualTo(1), output);
            Assert.That(told[0], Does.StartWith("1 damaged picture is replaced by others of its class: "));
            Assert.That(File.ReadAllText(Path.Combine(out1, "report.html")), Does.Contain("011.png").And.Match("loader threads? busy"));
        }
        finally
        {
            if (Directory.Exists(out1))
                Directory.Delete(out1, recursive: true);
        }
    }
}
