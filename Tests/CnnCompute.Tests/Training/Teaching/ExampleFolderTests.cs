// Examples on the disk: names, order, what goes and what stays.
namespace CnnCompute.Tests;

public sealed class ExampleFolderTests
{
    private TemporaryPictures pictures = null!;

    [SetUp]
    public void MakePictures() => pictures = new TemporaryPictures();

    [TearDown]
    public void DeletePictures() => pictures.Dispose();

    [Test]
    public void What_is_written_is_listed_and_trained_on_and_what_is_removed_lies_aside()
    {
        var root = pictures["things"];
        using (var folder = ExampleFolder.Take(root))
        {
            Assert.That(() => ExampleFolder.Take(root), Throws.InstanceOf<IOException>().With.Message.Contains("things"));
            for (byte i = 0; i < 12; i++)
                folder.Write(i % 2 == 0 ? "mug" : "a/b", 2, [.. Enumerable.Repeat(i, 16)]);
            var gone = folder.Write("mug", 2, new byte[16]);
            folder.Remove(gone);
            folder.Rename("mug", "cup");
            Assert.That(folder.Write("cup", 2, new byte[16]).File, Is.EqualTo("000008.png"), "a number is not used twice");
        }
        var listed = ExampleFolder.List(root);
        Assert.That(listed.Select(e => e.Class).Distinct(), Is.EqualTo(new[] { "a_b", "cup" }));
        Assert.That(listed.Where(e => e.Class == "cup").Select(e => e.File), Is.EqualTo(
            new[] { "000001.png", "000002.png", "000003.png", "000004.png", "000005.png", "000006.png", "000008.png" }));
        Assert.That(File.Exists(Path.Combine(root, ".removed", "mug", "000007.png")));
        Assert.That(ExampleFolder.Read(root, listed[1], 2).Rgba[0], Is.EqualTo(3));
        var data = DataSets.Open(new DataSettings { Data = root, Side = 2, Channels = 3, TestShare = 0 });
        Assert.That((data.Train.Classes, data.Train.Count + (data.Validation?.Count ?? 0)), Is.EqualTo((new[] { "a_b", "cup" }, 13)));
        ExampleFolder.Take(root).Dispose();
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_told_of_and_nothing_ends()
    {
        pictures.Text("things/mug", "a file in the place of the class's folder");
        using var folder = ExampleFolder.Take(pictures["things"]);
        folder.Write("mug", 2, new byte[16]);
        folder.Write("pen", 2, new byte[16]);
        Assert.That(() => folder.Failed, Does.Contain("mug").And.Contain("1 examples are in memory alone").After(5000, 20));
        Assert.That(() => File.Exists(pictures["things/pen/000001.png"]), Is.True.After(5000, 20));
    }

    [TestCase("", "pen,mug", "pen,mug")]
    [TestCase("mug", "mug,class 3", "mug,class 2,class 3")]
    [TestCase("mug,pen", "spoon", "mug,pen")]
    [TestCase("", "class 2,cup", "cup,class 2")]
    [TestCase("", "cup,class 1,pen", "class 1,cup,pen")]
    [TestCase("mug,pen", "class 1", "mug,pen")]
    public void Names_are_those_given_then_those_that_lie_there(string given, string folders, string expected) =>
        Assert.That(ExampleFolder.Names(given.Length == 0 ? [] : given.Split(','), folders.Split(',')), Is.EqualTo(expected.Split(',')));

    [Test]
    public void Pictures_that_cannot_be_read_are_told_and_passed_over()
    {
        pictures.Class("mug", 3, 10);
        pictures.Damaged("mug/001.png");
        using var reader = new ExampleReader(pictures.Root, ExampleFolder.List(pictures.Root), 4);
        var (good, bad) = (0, "");
        while (reader.TryTake(true, out var example, out var rgba, out var error))
        {
            good += rgba?.Length == 64 ? 1 : 0;
            bad += error;
        }
        Assert.That((good, reader.IsFinished), Is.EqualTo((2, true)));
        Assert.That(bad, Does.Contain("001.png"));
    }
}
