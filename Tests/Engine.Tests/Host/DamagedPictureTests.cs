// Damaged pictures: each ends in one sentence, and none in a hang or a wait.
using System.Buffers.Binary;

namespace Engine.Tests;

public sealed class DamagedPictureTests
{
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("pictures").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_segment_past_the_end_of_a_jpeg_ends()
    {
        // Start of image, then a segment (APP1, and a comment) that says 65535 bytes and has four.
        foreach (var marker in new byte[] { 0xE1, 0xFE })
            Refused([0xFF, 0xD8, 0xFF, marker, 0xFF, 0xFF, 1, 2, 3, 4]);
    }

    [Test]
    public void A_jpeg_damaged_anywhere_is_refused_or_shown()
    {
        var whole = Jpeg();
        Assert.That(PictureDecoder.Decode(whole).Rgba, Has.Length.EqualTo(64 * 48 * 4));
        // Every byte once, and every length of the file.
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0xFF;
            Ends(damaged, $"byte {at}");
            Ends(whole[..at], $"{at} bytes");
        }
    }

    [Test]
    public void A_png_damaged_anywhere_is_refused_or_shown()
    {
        var whole = TestPictures.Png(5, 3, 3, [.. Enumerable.Range(0, 45).Select(i => (byte)(i * 7))]);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0xFF;
            Ends(damaged, $"byte {at}");
            Ends(whole[..at], $"{at} bytes");
        }
    }

    [TestCase(30_000, 30_000)]
    [TestCase(1 << 24, 9)]
    public void A_header_of_huge_dimensions_is_refused_before_decoding(int width, int height)
    {
        var png = TestPictures.Png(1, 1, 1, [9]);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        var file = Path.Combine(folder, "huge.png");
        File.WriteAllBytes(file, png);
        Assert.That(() => PictureFile.Read(file), Throws.InstanceOf<IOException>().With.Message.EqualTo(
            $"{file} is no picture that can be read ({width} × {height} pixels are more than 134 million); {PictureFile.Formats} can"));
    }

    [Test]
    public void A_picture_begins_with_the_file()
    {
        var png = TestPictures.Png(1, 1, 1, [9]);
        Assert.That(PictureDecoder.Decode(png).Rgba, Is.EqualTo(new byte[] { 9, 9, 9, 255 }));
        Refused([1, 2, 3, .. png]);
        Refused([]);
    }

    // What is refused is one sentence about the file.
    private void Refused(byte[] bytes)
    {
        var file = Path.Combine(folder, "damaged.jpg");
        File.WriteAllBytes(file, bytes);
        Assert.That(Task.Run(() => Assert.That(() => PictureFile.Read(file),
            Throws.InstanceOf<IOException>().With.Message.StartsWith($"{file} is no picture that can be read ("))).Wait(TimeSpan.FromSeconds(30)),
            "it hangs");
    }

    private static void Ends(byte[] bytes, string what)
    {
        var decoding = Task.Run(() =>
        {
            try
            {
                PictureDecoder.Decode(bytes);
            }
            catch (InvalidDataException refused)
            {
                Assert.That(refused.Message, Is.Not.Empty);
            }
        });
        Assert.That(decoding.Wait(TimeSpan.FromSeconds(30)), $"{what}: it hangs");
    }

    // A small one from ffmpeg, of many colours.
    private byte[] Jpeg()
    {
        var file = Path.Combine(folder, "whole.jpg");
        using var make = System.Diagnostics.Process.Start("ffmpeg",
            ["-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=64x48", "-frames:v", "1", "-q:v", "12", file]);
        make.WaitForExit();
        Assert.That(make.ExitCode, Is.Zero);
        return File.ReadAllBytes(file);
    }
}
