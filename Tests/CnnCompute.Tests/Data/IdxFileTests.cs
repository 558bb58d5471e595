// IDX files: what is read, and what damaged ones say.
using System.IO.Compression;

namespace CnnCompute.Tests;

public sealed class IdxFileTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("idx").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    // Two pictures of 2×3.
    private static readonly byte[] Sound = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    [Test]
    public void Load_reads_plain_and_packed_files_alike()
    {
        foreach (var path in new[] { Write("a", Sound), Write("a.gz", Gzip(Sound)) })
        {
            var idx = IdxFile.Load(path, 3);
            Assert.That(idx.Dimensions, Is.EqualTo([2, 2, 3]));
            Assert.That(idx.Data, Is.EqualTo(Enumerable.Range(1, 12).Select(i => (byte)i)));
        }
    }

    [Test]
    public void Load_of_a_truncated_file_says_which_and_how_much_was_read()
    {
        var path = Write("cut", Sound[..20]);
        var e = Assert.Throws<InvalidDataException>(() => IdxFile.Load(path, 3))!;
        Assert.That(e.Message, Does.Contain(path).And.Contain("4 of 12"));
    }

    [Test]
    public void Load_of_a_truncated_gzip_names_the_file_at_every_length()
    {
        var packed = Gzip([.. Sound.AsSpan(0, 4), 0, 0, 4, 0, 0, 0, 0, 2, 0, 0, 0, 3, .. Enumerable.Range(0, 6144).Select(i => (byte)(i * i >> 3))]);
        for (var length = 0; length < packed.Length - 8; length += 7)
        {
            var path = Write("cut.gz", packed[..length]);
            var e = Assert.Throws<InvalidDataException>(() => IdxFile.Load(path, 3), $"cut to {length} of {packed.Length}")!;
            Assert.That(e.Message, Does.StartWith(path));
        }
    }

    [Test]
    public void Load_of_a_header_that_claims_too_much_does_not_allocate_it()
    {
        var lying = Sound.ToArray();
        lying[4] = 0x7f;
        lying[11] = 1;
        lying[15] = 1;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => IdxFile.Load(Write("lying.gz", Gzip(lying)), 3), Throws.InstanceOf<InvalidDataException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void What_a_header_says_is_judged_before_anything_is_unpacked()
    {
        // Packed zeros of which each byte stands for a thousand: 2,500,000 garments of 28 × 28 would be 1.96 GB.
        byte[] header = [0, 0, 8, 3, 0, 0x26, 0x25, 0xA0, 0, 0, 0, 28, 0, 0, 0, 28];
        var bomb = Write("train-images-idx3-ubyte.gz", Gzip([.. header, .. new byte[1 << 20]]));
        var padded = File.ReadAllBytes(bomb);
        File.WriteAllBytes(bomb, [.. padded, .. new byte[2_000_000]]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => FashionMnist.Load(train: true, folder),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("2,500,000 samples; at most"));
        Assert.That(() => IdxFile.Load(bomb, 3, d => $"{d.Count} dimensions"),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo($"{bomb}: 3 dimensions"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
        Write("train-images-idx3-ubyte.gz", Gzip([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4]));
        Assert.That(() => FashionMnist.Load(train: true, folder), Throws.TypeOf<InvalidDataException>().With.Message.Contains("garments are 28×28"));
    }

    [Test]
    public void What_is_no_file_is_refused_without_waiting()
    {
        Assert.That(() => IdxFile.Load("/dev/zero", 1), Throws.TypeOf<InvalidDataException>().With.Message.Contains("a device"));
        Assert.That(() => IdxFile.Load(folder, 1), Throws.TypeOf<InvalidDataException>().With.Message.Contains("a folder"));
    }

    [Test]
    public void Load_rejects_other_formats_ranks_and_trailing_bytes()
    {
        var path = Write("labels", Sound);
        Assert.That(() => IdxFile.Load(path, 1), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("1 dimension"));
        Assert.That(() => IdxFile.Load(Write("text", "hello, this is text, no IDX"u8.ToArray()), 3), Throws.InstanceOf<InvalidDataException>());
        Assert.That(() => IdxFile.Load(Write("long", [.. Sound, 0]), 3),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("more data"));
        Assert.That(() => IdxFile.Load(Path.Combine(folder, "none"), 3), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("none"));
    }
}
