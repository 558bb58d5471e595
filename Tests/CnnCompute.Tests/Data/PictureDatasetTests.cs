// Picture files as samples: sizes, colours, orientation, damage.
using Engine;

namespace CnnCompute.Tests;

public sealed class PictureDatasetTests
{
    private TemporaryPictures files = null!;

    [SetUp]
    public void MakeFolder() => files = new TemporaryPictures();

    [TearDown]
    public void DeleteFolder() => files.Dispose();

    [Test]
    public void Classes_are_folders_and_pictures_are_ordered_by_name()
    {
        files.Picture("dog/b.png", 4, 4, (_, _) => (10, 20, 30));
        files.Picture("dog/a.png", 4, 4, (_, _) => (1, 2, 3));
        files.Picture("cat/z.png", 4, 4, (_, _) => (0, 0, 0));
        files.Picture("dog/.hidden.png", 4, 4, (_, _) => (0, 0, 0));
        files.Text("cat/notes.txt", "no picture");
        var set = PictureDataset.Folder(files.Root, 2, 2);
        Assert.That(set.Classes, Is.EqualTo(["cat", "dog"]));
        Assert.That(Enumerable.Range(0, set.Count).Select(i => (Path.GetFileName(set.File(i)), set.Label(i))),
            Is.EqualTo([("z.png", 0), ("a.png", 1), ("b.png", 1)]));
        Assert.That(TemporaryPictures.Bytes(set, 2), Is.EqualTo(new byte[] { 10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 20, 30 }));
        Assert.That(set.ClassCounts(), Is.EqualTo([1, 2]));
    }

    [Test]
    public void Pictures_of_the_size_are_untouched_and_others_are_cropped_in_the_middle()
    {
        files.Picture("a/same.png", 3, 2, (x, y) => (x * 50, y * 90, 7));
        files.Picture("a/wide.png", 9, 2, (x, _) => (x is >= 3 and < 6 ? 200 : 0, 0, 0));
        files.Picture("a/thin.png", 1, 600, (_, _) => (9, 9, 9));
        var set = PictureDataset.Folder(files.Root, 2, 3);
        Assert.That(TemporaryPictures.Bytes(set, 0), Is.EqualTo(new byte[] { 0, 0, 7, 50, 0, 7, 100, 0, 7, 0, 90, 7, 50, 90, 7, 100, 90, 7 }));
        Assert.That(TemporaryPictures.Bytes(set, 1), Is.All.EqualTo(9));
        Assert.That(TemporaryPictures.Bytes(set, 2).Where((_, i) => i % 3 == 0), Is.All.EqualTo(200));
    }

    [Test]
    public void Shrinking_is_antialiased()
    {
        files.Picture("a/checks.png", 40, 40, (x, y) => (x + y) % 2 == 0 ? (255, 255, 255) : (0, 0, 0));
        Assert.That(TemporaryPictures.Bytes(PictureDataset.Folder(files.Root, 4, 4), 0), Is.All.InRange(122, 133));
    }

    [Test]
    public void Resizing_is_torchvisions_resize_of_the_shorter_side_and_crop_of_the_middle()
    {
        files.Picture("a/x.png", 30, 20, (x, y) => (x * 8, y * 12, (x * y) % 256));
        var whole = PictureFile.Read(files["a/x.png"]);
        var resized = Resampling.Bilinear(whole.Rgba, 30, 20, 4, 12, 8);
        var expected = from y in Enumerable.Range(0, 8)
                       from x in Enumerable.Range(2, 8)
                       from c in Enumerable.Range(0, 3)
                       select resized[(((y * 12) + x) * 4) + c];
        Assert.That(TemporaryPictures.Bytes(PictureDataset.Folder(files.Root, 8, 8), 0), Is.EqualTo(expected));
    }

    [Test]
    public void One_channel_is_grey_and_what_is_transparent_lies_upon_white()
    {
        files.Picture("a/x.png", 2, 2, (_, _) => (255, 0, 0));
        PngFile.Write(files["a/y.png"], 1, 1, [10, 20, 30, 0]);
        var set = PictureDataset.Folder(files.Root, 2, 2, channels: 1);
        // Rec. 601: 0.299 of red.
        Assert.That(TemporaryPictures.Bytes(set, 0), Is.EqualTo(new byte[] { 76, 76, 76, 76 }));
        Assert.That(TemporaryPictures.Bytes(set, 1), Is.All.EqualTo(255));
        Assert.That(() => PictureDataset.Folder(files.Root, 2, 2, channels: 2), Throws.ArgumentException.With.Message.Contains("1 channel"));
    }

    [Test]
    public void The_orientation_in_exif_is_obeyed()
    {
        files.Picture("a/x.png", 2, 1, (x, _) => (x * 200, 0, 0));
        // A chunk eXIf before IDAT says that row 0 is the right side: turned by 90° clockwise to be upright.
        byte[] exif = [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        var png = File.ReadAllBytes(files["a/x.png"]);
        var at = png.AsSpan().IndexOf("IDAT"u8) - 4;
        byte[] body = [.. "eXIf"u8, .. exif];
        var crc = ~Enumerable.Aggregate(body, uint.MaxValue, (c, b) =>
            Enumerable.Range(0, 8).Aggregate(c ^ b, (v, _) => (v & 1) != 0 ? 0xedb88320u ^ (v >> 1) : v >> 1));
        files.File("a/x.png", [.. png[..at], 0, 0, 0, (byte)exif.Length, .. body, (byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc,
            .. png[at..]]);
        var set = PictureDataset.Folder(files.Root, 2, 1);
        Assert.That(TemporaryPictures.Bytes(set, 0), Is.EqualTo(new byte[] { 0, 0, 0, 200, 0, 0 }), "left above right");
    }

    [Test]
    public void A_damaged_picture_is_replaced_by_the_next_of_its_class_and_named()
    {
        files.Class("a", 3, red: 10);
        files.Class("b", 2, red: 20);
        files.Damaged("a/000.png");
        files.Damaged("a/001.png");
        var set = PictureDataset.Folder(files.Root, 4, 4);
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var i in new[] { 0, 1, 2 })
                Assert.That(TemporaryPictures.Bytes(set, i)[..2], Is.EqualTo(new byte[] { 10, 2 }));
        }
        Assert.That(TemporaryPictures.Bytes(set, 4)[0], Is.EqualTo(20));
        Assert.That(set.Damaged, Has.Count.EqualTo(2).And.One.Contains("a/000.png").And.One.Contains("a/001.png"));
        files.Damaged("a/002.png");
        Assert.That(() => TemporaryPictures.Bytes(PictureDataset.Folder(files.Root, 4, 4), 1),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("001.png").And.Message.Contains("class 'a'"));
    }

    [Test]
    public void A_picture_that_is_gone_is_an_error_that_names_it_and_hangs_no_loader()
    {
        files.Class("a", 40, red: 10);
        var set = PictureDataset.Folder(files.Root, 4, 4);
        File.Delete(files["a/025.png"]);
        using var loader = new DataLoader(set, 10, workers: 3);
        Assert.That((loader.Next().Index, loader.Next().Index), Is.EqualTo((0, 1)));
        Assert.That(() => loader.Next(), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("025.png"));
    }

    [Test]
    public void What_is_no_data_set_is_refused()
    {
        Assert.That(() => PictureDataset.Folder(files["none"], 2, 2), Throws.InstanceOf<DirectoryNotFoundException>());
        Assert.That(() => PictureDataset.Folder(files.Root, 2, 2), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(files.Root));
        files.Picture("x.png", 2, 2, (_, _) => (0, 0, 0));
        Assert.That(() => PictureDataset.Folder(files.Root, 2, 2), Throws.TypeOf<InvalidDataException>().With.Message.Contains("folder per class"));
    }
}
