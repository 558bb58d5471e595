// A folder per class as a data set.
namespace CnnCompute.Tests;

public sealed class ImageFolderDatasetTests
{
    private string root = "";

    [SetUp]
    public void MakeFolder() => root = Directory.CreateTempSubdirectory("pictures").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(root, recursive: true);

    // An uncompressed TGA, RGB, rows from the top.
    private void Write(string folder, string name, int width, int height, Func<int, int, (byte R, byte G, byte B)> colour)
    {
        Directory.CreateDirectory(Path.Combine(root, folder));
        byte[] header = [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)width, 0, (byte)height, 0, 24, 0x20];
        var pixels = from y in Enumerable.Range(0, height)
                     from x in Enumerable.Range(0, width)
                     let c = colour(x, y)
                     from v in new[] { c.B, c.G, c.R }
                     select v;
        File.WriteAllBytes(Path.Combine(root, folder, name), [.. header, .. pixels]);
    }

    [Test]
    public void Classes_are_folders_and_pictures_are_ordered_by_name()
    {
        Write("dog", "b.tga", 4, 4, (_, _) => (10, 20, 30));
        Write("dog", "a.tga", 4, 4, (_, _) => (1, 2, 3));
        Write("cat", "z.tga", 4, 4, (_, _) => (0, 0, 0));
        File.WriteAllText(Path.Combine(root, "cat", "notes.txt"), "no picture");
        var set = new ImageFolderDataset(root, 2, 2);
        Assert.That(set.Classes, Is.EqualTo(["cat", "dog"]));
        Assert.That(Enumerable.Range(0, set.Count).Select(i => (Path.GetFileName(set.File(i)), set.Label(i))),
            Is.EqualTo([("z.tga", 0), ("a.tga", 1), ("b.tga", 1)]));
        var pixels = new byte[set.SampleBytes];
        set.Read(2, pixels);
        Assert.That(pixels, Is.EqualTo(new byte[] { 10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 20, 30 }));
    }

    [Test]
    public void Pictures_of_the_size_are_untouched_and_others_are_cropped_in_the_middle()
    {
        Write("a", "same.tga", 3, 2, (x, y) => ((byte)(x * 50), (byte)(y * 90), 7));
        Write("a", "wide.tga", 9, 2, (x, _) => (x is >= 3 and < 6 ? (byte)200 : (byte)0, 0, 0));
        var set = new ImageFolderDataset(root, 2, 3);
        var pixels = new byte[set.SampleBytes];
        set.Read(0, pixels);
        Assert.That(pixels, Is.EqualTo(new byte[] { 0, 0, 7, 50, 0, 7, 100, 0, 7, 0, 90, 7, 50, 90, 7, 100, 90, 7 }));
        set.Read(1, pixels);
        Assert.That(pixels.Where((_, i) => i % 3 == 0), Is.All.EqualTo(200));
    }

    [Test]
    public void Shrinking_is_antialiased()
    {
        Write("a", "checks.tga", 40, 40, (x, y) => (x + y) % 2 == 0 ? ((byte)255, (byte)255, (byte)255) : ((byte)0, (byte)0, (byte)0));
        var set = new ImageFolderDataset(root, 4, 4);
        var pixels = new byte[set.SampleBytes];
        set.Read(0, pixels);
        Assert.That(pixels, Is.All.InRange(122, 133));
    }

    [Test]
    public void What_is_no_data_set_is_refused()
    {
        Assert.That(() => new ImageFolderDataset(Path.Combine(root, "none"), 2, 2), Throws.InstanceOf<DirectoryNotFoundException>());
        Assert.That(() => new ImageFolderDataset(root, 2, 2), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(root));
        Write("a", "x.png", 2, 2, (_, _) => (0, 0, 0));
        File.WriteAllText(Path.Combine(root, "a", "x.png"), "no picture");
        Assert.That(() => new ImageFolderDataset(root, 2, 2).Read(0, new byte[12]), Throws.InstanceOf<IOException>().With.Message.Contains("x.png"));
    }
}
