// What is read as a picture, what is refused with one sentence, and what becomes of transparency and of sizes.
using System.Diagnostics;

namespace Engine.Tests;

public sealed class PictureFileTests
{
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("pictures").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("a.webp", "-c:v", "libwebp", "-lossless", "1")]
    [TestCase("a.tif", "-c:v", "tiff")]
    [TestCase("deflate.tiff", "-c:v", "tiff", "-compression_algo", "deflate")]
    [TestCase("a.avif", "-c:v", "libaom-av1", "-still-picture", "1", "-crf", "0", "-pix_fmt", "yuv444p")]
    [TestCase("wrong extension.jpg", "-c:v", "libwebp", "-lossless", "1", "-f", "webp")]
    [TestCase("%d 50%.png", "-c:v", "tiff", "-f", "image2", "-update", "1", "-pattern_type", "none")]
    public void Kinds_that_ffmpeg_decodes_are_pictures(string name, params string[] how)
    {
        var file = Path.Combine(folder, name);
        // Of one colour, so that codecs of video keep it.
        Make(file, "color=c=0x40a0c0:size=32x20", how);
        Assert.That(PictureFile.IsPicture(file), Is.True);
        var (width, height, rgba) = PictureFile.Read(file);
        Assert.That((width, height), Is.EqualTo((32, 20)));
        var expected = new byte[] { 0x40, 0xA0, 0xC0, 255 };
        for (var i = 0; i < rgba.Length; i++)
            Assert.That(rgba[i], Is.EqualTo(expected[i % 4]).Within(4));
    }

    [Test]
    public void Of_a_tiled_picture_no_part_is_taken_for_the_whole()
    {
        var file = Path.Combine(folder, "a.avif");
        Make(file, "color=c=red:size=32x20", "-c:v", "libaom-av1", "-still-picture", "1");
        var bytes = File.ReadAllBytes(file);
        // As a telephone's: the whole is larger than what one stream holds.
        var size = bytes.AsSpan().IndexOf("ispe"u8) + 8;
        bytes[size + 3] = 64;
        File.WriteAllBytes(file, bytes);
        Assert.That(() => PictureFile.Read(file), Throws.InstanceOf<IOException>().With.Message.Contains("of its 64 × 20 pixels")
            .Or.Message.Contains("ffmpeg cannot decode it"));
    }

    [Test]
    public void A_moving_gif_is_a_video_and_one_that_stays_a_picture()
    {
        var (still, moving) = (Path.Combine(folder, "still.gif"), Path.Combine(folder, "moving.gif"));
        File.WriteAllBytes(still, TestPictures.Gif((0, [0, 1, 2, 3])));
        File.WriteAllBytes(moving, TestPictures.Gif((5, [0, 1, 2, 3]), (5, [3, 2, 1, 0])));
        Assert.That((PictureFile.IsPicture(still), PictureFile.IsPicture(moving)), Is.EqualTo((true, false)));
        Assert.That((VideoReader.IsVideo(still), VideoReader.IsVideo(moving), VideoReader.IsVideo(folder)), Is.EqualTo((false, true, false)));
        Assert.That(PictureFile.Read(moving).Rgba[..4], Is.EqualTo(new byte[] { 0, 0, 0, 255 }), "its first picture");
    }

    [TestCase("noext")]
    [TestCase("a.jpg")]
    [TestCase("quo'te\".png")]
    [TestCase("new\nline.png")]
    [TestCase("a b#c%20?.png")]
    [TestCase("100%d.png")]
    [TestCase("-dash.png")]
    [TestCase("фото кошки (1).png")]
    public void The_first_bytes_say_the_kind_whatever_the_name(string name)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllBytes(file, new TestPng(1, 1, 2, 8, [1, 2, 3]).Bytes());
        Assert.That(PictureFile.IsPicture(file), Is.True);
        Assert.That(PictureFile.Read(file).Rgba, Is.EqualTo(new byte[] { 1, 2, 3, 255 }));
    }

    [Test]
    public void A_jpeg_that_breaks_off_is_no_grey_picture()
    {
        var file = Path.Combine(folder, "a.jpg");
        Make(file, "testsrc=size=64x48", "-q:v", "2");
        var whole = File.ReadAllBytes(file);
        Assert.That(PictureFile.Read(file).Width, Is.EqualTo(64));
        File.WriteAllBytes(file, whole[..(whole.Length / 2)]);
        Assert.That(() => PictureFile.Read(file), Throws.InstanceOf<IOException>().With.Message.Contains("it breaks off"));
        // A small copy in its metadata, with an end of its own, is not the end.
        File.WriteAllBytes(file, TestPng.InJpeg(whole[..(whole.Length / 2)], [.. TestPng.ExifOf(1, little: true), .. whole]));
        Assert.That(() => PictureFile.Read(file), Throws.InstanceOf<IOException>().With.Message.Contains("it breaks off"));
    }

    [Test]
    public void What_is_no_picture_file_is_one_sentence()
    {
        using (var made = Process.Start("mkfifo", Path.Combine(folder, "pipe.png")))
            made.WaitForExit();
        File.WriteAllBytes(Path.Combine(folder, "empty.png"), []);
        File.WriteAllText(Path.Combine(folder, "page.jpg"), "<html>no picture</html>");
        foreach (var (name, words) in new[]
        {
            ("/dev/null", "it is a device"), ("/dev/zero", "it is a device"), ("pipe.png", "it is a pipe"), (".", "is a folder"),
            ("empty.png", "it is empty"), ("page.jpg", "first bytes are those of no picture"), ("none.png", "there is no such picture"),
        })
        {
            var error = Assert.Throws(Is.InstanceOf<IOException>(), () => PictureFile.Read(Path.Combine(folder, name)))!;
            Assert.That(error.Message, Does.Contain(words).And.Not.Contains("\n"), name);
            Assert.That(error.Message, Does.Contain(name));
        }
    }

    [Test]
    public void What_is_transparent_lies_upon_white_and_is_known_still()
    {
        var file = Path.Combine(folder, "alpha.png");
        File.WriteAllBytes(file, new TestPng(3, 1, 6, 8, [200, 0, 100, 0, 200, 0, 100, 128, 200, 0, 100, 255]).Bytes());
        var (width, height, rgba) = PictureFile.Read(file);
        Assert.That(rgba, Is.EqualTo(new byte[] { 255, 255, 255, 0, 227, 127, 177, 128, 200, 0, 100, 255 }));
        var transparency = Transparency.Of(width, height, rgba)!;
        // What is made of it and left as it was is the same picture again, but for the colour nobody saw.
        var made = rgba.ToArray();
        for (var i = 3; i < made.Length; i += 4)
            made[i] = 255;
        transparency.Give(3, 1, made);
        Assert.That((made[3], made[7], made[11]), Is.EqualTo((0, 128, 255)));
        Assert.That(made[4..7], Is.EqualTo(new byte[] { 200, 0, 100 }).Within(1));
        var larger = new byte[6 * 2 * 4];
        transparency.Give(6, 2, larger);
        Assert.That(larger.Where((_, i) => i % 4 == 3), Is.EqualTo(new byte[] { 0, 0, 128, 128, 255, 255, 0, 0, 128, 128, 255, 255 }));
        Assert.That(Transparency.Of(1, 1, [1, 2, 3, 255]), Is.Null);
    }

    [Test]
    public void Sides_that_no_device_holds_are_reduced_with_a_word()
    {
        var (wide, tall) = (Path.Combine(folder, "wide.png"), Path.Combine(folder, "tall.png"));
        File.WriteAllBytes(wide, new TestPng(60_000, 1, 0, 8, [.. Enumerable.Range(0, 60_000).Select(i => i / 300)]).Bytes());
        File.WriteAllBytes(tall, new TestPng(1, 60_000, 0, 8, [.. Enumerable.Range(0, 60_000).Select(i => i / 300)]).Bytes());
        Assert.That(PictureFile.Read(wide).Width, Is.EqualTo(60_000), "where nothing asks for less");
        var said = new List<string>();
        var before = Log.Sink;
        Log.Sink = (_, message) => said.Add(message);
        try
        {
            var (width, height, rgba) = PictureFile.Read(wide, 6000);
            Assert.That((width, height), Is.EqualTo((6000, 1)));
            Assert.That(rgba[4 * 3000], Is.EqualTo(100));
            Assert.That(PictureFile.Read(tall, 6000).Height, Is.EqualTo(6000));
        }
        finally
        {
            Log.Sink = before;
        }
        Assert.That(said, Has.Count.EqualTo(2));
        Assert.That(said[0], Does.Contain("60000×1 pixels are reduced to 6000×1"));
    }

    [TestCase("exif2.jpg", "exif1-upright.jpg")]
    [TestCase("exif3.jpg", "exif1-upright.jpg")]
    [TestCase("exif4.jpg", "exif1-upright.jpg")]
    [TestCase("exif5.jpg", "exif1-upright.jpg")]
    [TestCase("exif7.jpg", "exif1-upright.jpg")]
    [TestCase("exif8.jpg", "exif1-upright.jpg")]
    [TestCase("dog.tif", "dog.png")]
    [TestCase("dog.webp", "dog.png")]
    [TestCase("dog.bmp", "dog.png")]
    [TestCase("dog.tga", "dog.png")]
    [TestCase("noext", "dog.png")]
    [TestCase("interlaced.png", "dog.png")]
    [TestCase("rgb16.png", "dog.png")]
    [TestCase("webp-as.jpg", "dog.png")]
    [TestCase("cmyk.jpg", "base.jpg")]
    [TestCase("progressive.jpg", "base.jpg")]
    public void Pictures_of_the_cases_look_as_their_twins(string name, string twin)
    {
        var cases = CasesOf("pics");
        var (picture, other) = (PictureFile.Read(Path.Combine(cases, name)), PictureFile.Read(Path.Combine(cases, twin)));
        Assert.That((picture.Width, picture.Height), Is.EqualTo((other.Width, other.Height)));
        Assert.That(picture.Rgba.Zip(other.Rgba, (a, b) => Math.Abs(a - b)).Average(), Is.LessThan(8));
    }

    [Test]
    public void Every_other_picture_of_the_cases_is_read_or_one_sentence()
    {
        var read = 0;
        foreach (var file in Directory.GetFiles(CasesOf("pics")))
        {
            try
            {
                Assert.That(PictureFile.Read(file, PictureFile.DeviceSide).Rgba, Is.Not.Empty);
                read++;
            }
            catch (IOException refused)
            {
                Assert.That(Path.GetFileName(file), Does.StartWith("20000sq").Or.StartsWith("empty").Or.StartsWith("html").Or.StartsWith("trunc"));
                Assert.That(refused.Message, Does.Contain(Path.GetFileName(file)).And.Not.Contains("\n"));
            }
        }
        Assert.That(read, Is.GreaterThan(40));
    }

    /// <summary>A folder of cases beside the checkout; ends the test as ignored where it is not there.</summary>
    internal static string CasesOf(string kind)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "CnnPlayground.sln")))
            {
                var cases = Path.Combine(at.Parent?.FullName ?? "/", "shared", "cases", kind);
                if (Directory.Exists(cases))
                    return cases;
            }
        }
        Assert.Ignore($"../shared/cases/{kind} is not there");
        return "";
    }

    private static void Make(string file, string source, params string[] how)
    {
        string[] line = ["-loglevel", "error", "-f", "lavfi", "-i", source, "-frames:v", "1", .. how, "file:" + file];
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", line) { RedirectStandardError = true })!;
        var words = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (words.Contains("Unknown encoder", StringComparison.Ordinal) || words.Contains("output format", StringComparison.Ordinal))
            Assert.Ignore($"this ffmpeg writes no {Path.GetExtension(file)}: {words}");
        Assert.That(process.ExitCode, Is.Zero, words);
    }
}
