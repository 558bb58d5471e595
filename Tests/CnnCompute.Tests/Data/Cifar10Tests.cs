// CIFAR-10's binary batches, in a folder and packed, and its pictures in a zip.
using System.Formats.Tar;
using System.IO.Compression;

namespace CnnCompute.Tests;

public sealed class Cifar10Tests
{
    // Label i % 10, all red i, green 2i, blue 3i.
    private static byte[] Batch(int first, int count) =>
    [
        .. Enumerable.Range(first, count).SelectMany(i => new[] { (byte)(i % 10) }
            .Concat(Enumerable.Range(1, 3).SelectMany(c => Enumerable.Repeat((byte)(c * i), 1024))))
    ];

    private static void Check((MemoryDataset Train, MemoryDataset? Test) read)
    {
        Assert.That((read.Train.Count, read.Test!.Count), Is.EqualTo((30, 10)));
        Assert.That(Enumerable.Range(0, 30).Select(read.Train.Label), Is.EqualTo(Enumerable.Range(0, 30).Select(i => i % 10)));
        Assert.That(TemporaryPictures.Bytes(read.Train, 25)[^6..], Is.EqualTo(new byte[] { 25, 50, 75, 25, 50, 75 }));
        Assert.That(TemporaryPictures.Bytes(read.Test, 3)[..3], Is.EqualTo(new byte[] { 53, 106, 159 }));
    }

    [Test]
    public void Binary_batches_are_read_from_a_folder_and_from_an_archive()
    {
        using var files = new TemporaryPictures();
        (string Name, byte[] Bytes)[] batches =
            [("data_batch_1.bin", Batch(0, 20)), ("data_batch_2.bin", Batch(20, 10)), ("test_batch.bin", Batch(50, 10))];
        foreach (var (name, bytes) in batches)
            files.File($"cifar-10-batches-bin/{name}", bytes);
        Check(Cifar10.Load(files["cifar-10-batches-bin"]));
        Check(Cifar10.Load(files.Root));
        using (var packed = new GZipStream(File.Create(files["all.tar.gz"]), CompressionLevel.Fastest))
            TarFile.CreateFromDirectory(files["cifar-10-batches-bin"], packed, includeBaseDirectory: true);
        Check(Cifar10.Load(files["all.tar.gz"]));
        var splits = DataSets.Open(new DataSettings { Data = $"cifar10={files["all.tar.gz"]}", ValidationShare = 0 });
        Assert.That((splits.Train.Count, splits.Validation, splits.Test!.Count), Is.EqualTo((30, (Dataset?)null, 10)));
    }

    [Test]
    public void Damage_is_named()
    {
        using var files = new TemporaryPictures();
        files.File("data_batch_1.bin", Batch(0, 3).AsSpan(0, 5000));
        Assert.That(() => Cifar10.Load(files.Root), Throws.TypeOf<InvalidDataException>().With.Message.Contains("data_batch_1.bin"));
        var wrong = Batch(0, 3);
        wrong[3073] = 10;
        files.File("data_batch_1.bin", wrong);
        Assert.That(() => Cifar10.Load(files.Root), Throws.TypeOf<InvalidDataException>().With.Message.Contains("label 10 of sample 1"));
        files.File("cut.tar.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]);
        Assert.That(() => DataSets.Open(new DataSettings { Data = files["cut.tar.gz"] }),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("cut.tar.gz"));
    }

    [Test]
    public void The_real_pictures_in_a_zip_are_decoded_into_memory()
    {
        var zip = Shared.File("data/cifar10/cifar10_jpg_25k_train_5k_test.zip");
        var splits = DataSets.Open(new DataSettings { Data = zip, Limit = 50, Seed = 3 });
        Assert.That(splits.Train.Classes, Is.EqualTo(Cifar10.ClassNames));
        Assert.That((splits.Train.Count, splits.Validation!.Count, splits.Test!.Count, splits.Cache), Is.EqualTo((450, 50, 5000, CacheMode.Memory)));
        Assert.That((splits.Train.Height, splits.Train.Channels, splits.Train.InMemory, splits.Unreadable.Count), Is.EqualTo((32, 3, true, 0)));
        Assert.That(splits.Train.ClassCounts(), Is.All.EqualTo(45));
        var mean = DatasetStatistics.Channels(splits.Test).Mean;
        Assert.That(mean, Is.EqualTo(new[] { 0.494, 0.485, 0.450 }).Within(0.01));
    }
}
