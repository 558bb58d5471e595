// Video files in and out: what is written is read again, and what breaks keeps what there is.
using System.Buffers.Binary;
using System.Diagnostics;

namespace Engine.Tests;

public sealed class VideoFileTests
{
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("videos").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("a.mp4", 64, 48, 64, 48)]
    [TestCase("b.mp4", 33, 17, 34, 18)]
    [TestCase("c.gif", 33, 17, 33, 17)]
    [TestCase("d:e%03d.mp4", 2, 2, 2, 2)]
    public void What_is_written_is_read_again(string name, int width, int height, int readWidth, int readHeight)
    {
        var path = Path.Combine(folder, "made", name);
        using (var writer = new VideoWriter(path, width, height, 12.5))
        {
            for (var n = 0; n < 10; n++)
                writer.Write(Picture(width, height, n));
            Assert.That(File.Exists(path), Is.False, "before it is whole");
        }
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Is.EqualTo([path]), "nothing is left beside it");
        using var reader = VideoReader.Open(path);
        Assert.That((reader.Width, reader.Height), Is.EqualTo((readWidth, readHeight)));
        Assert.That(reader.Rate, Is.EqualTo(12.5).Within(0.01));
        var frames = Frames(reader);
        Assert.That(frames, Has.Count.EqualTo(10));
        for (var n = 0; n < 10; n++)
        {
            Assert.That(Near(frames[n], readWidth, 0, 0, Picture(width, height, n)), $"frame {n}, first pixel: {string.Join(',', frames[n][..3])}");
            Assert.That(Near(frames[n], readWidth, readWidth - 1, readHeight - 1, Picture(width, height, n)),
                $"frame {n}, last pixel, repeated where the sides were odd");
        }
    }

    [Test]
    public void Every_frame_of_a_file_comes_once_and_upright()
    {
        var path = Path.Combine(folder, "turned.mp4");
        Ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x32:rate=30000/1001:duration=1", "-c:v", "libx264", "-pix_fmt", "yuv420p", path);
        // Versions of ffmpeg differ in how they are asked for a turn, so its matrix is written where the track's header has it.
        var file = File.ReadAllBytes(path);
        var matrix = file.AsSpan(file.AsSpan().IndexOf("tkhd"u8) + 44, 36);
        matrix.Clear();
        foreach (var (entry, value) in new[] { (1, 1 << 16), (3, -1 << 16), (8, 1 << 30) })
            BinaryPrimitives.WriteInt32BigEndian(matrix[(4 * entry)..], value);
        File.WriteAllBytes(path, file);
        using var reader = VideoReader.Open(path);
        Assert.That((reader.Width, reader.Height), Is.EqualTo((32, 64)));
        Assert.That(reader.Rate, Is.EqualTo(29.97).Within(0.01));
        Assert.That(Frames(reader), Has.Count.EqualTo(30));
    }

    [Test]
    public void A_file_that_breaks_off_gives_what_there_is_and_says_so_once()
    {
        var path = Path.Combine(folder, "short.mp4");
        Ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x32:rate=25:duration=4", "-c:v", "libx264", "-g", "10", "-pix_fmt", "yuv420p",
            "-movflags", "+faststart", path);
        using (var file = File.OpenWrite(path))
            file.SetLength(file.Length * 2 / 3);
        using var reader = VideoReader.Open(path);
        var picture = new byte[reader.Width * reader.Height * 4];
        Assert.That(() =>
        {
            while (reader.Read(picture))
            {
            }
        }, Throws.TypeOf<IOException>().With.Message.Contains("short.mp4 is damaged or breaks off"));
        Assert.That(reader.Frames, Is.InRange(20, 90));
        Assert.That(reader.Read(picture), Is.False);
    }

    [Test]
    public void What_is_no_video_is_said()
    {
        var words = Path.Combine(folder, "words.mp4");
        File.WriteAllText(words, "these are words");
        Assert.That(() => VideoReader.Open(words), Throws.TypeOf<IOException>().With.Message.Contains("words.mp4 holds no video"));
        Assert.That(() => VideoReader.Open(Path.Combine(folder, "nowhere.mp4")),
            Throws.TypeOf<FileNotFoundException>().With.Message.Contains("nowhere.mp4"));
        Assert.That(() => VideoReader.Open("/dev/video0"), Throws.TypeOf<IOException>().With.Message.Contains("--source /dev/video0"));
        var sound = Path.Combine(folder, "sound.wav");
        Ffmpeg("-f", "lavfi", "-i", "sine=duration=1", sound);
        Assert.That(() => VideoReader.Open(sound), Throws.TypeOf<IOException>().With.Message.Contains("sound.wav holds no video"));
    }

    [Test]
    public void A_reader_that_is_left_half_way_ends()
    {
        var path = Path.Combine(folder, "long.mp4");
        Ffmpeg("-f", "lavfi", "-i", "color=red:size=320x240:rate=25:duration=20", "-c:v", "libx264", "-preset", "ultrafast", path);
        var clock = Stopwatch.StartNew();
        using (var reader = VideoReader.Open(path))
            Assert.That(reader.Read(new byte[320 * 240 * 4]), Is.True);
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        Assert.That(() => VideoReader.Open(path).Read(new byte[5]), Throws.ArgumentException.With.Message.Contains("320×240"));
    }

    [TestCase("killed.mp4", "killed.mp4")]
    [TestCase("killed.gif", "killed.gif")]
    public void What_a_killed_writer_wrote_is_kept_and_said(string name, string kept)
    {
        var path = Path.Combine(folder, name);
        var writer = new VideoWriter(path, 160, 120, 25);
        var picture = new byte[160 * 120 * 4];
        for (var n = 0; n < 100; n++)
        {
            for (var i = 0; i < picture.Length; i++)
                picture[i] = (byte)((i * 7919 + n * 104729) >> 3);
            writer.Write(picture);
        }
        // What it was given lies in its pipe and its encoder for a while.
        Assert.That(() => Directory.GetFiles(folder, "*.rec.*").Single() is var file && new FileInfo(file).Length > 20_000,
            Is.True.After(20_000, 20));
        KillWriterOf(folder);
        Assert.That(() =>
        {
            for (var n = 0; n < 100; n++)
                writer.Write(picture);
        }, Throws.TypeOf<IOException>().With.Message.Contains($"{name}: the video could not be written to its end")
            .And.Message.Contains($"is kept in {Path.Combine(folder, kept)}"));
        Assert.That(writer.Dispose, Throws.Nothing, "it was said");
        Assert.That(Directory.GetFiles(folder), Is.EqualTo([Path.Combine(folder, kept)]));
        using var reader = VideoReader.Open(Path.Combine(folder, kept));
        Assert.That(Frames(reader), Has.Count.InRange(10, 100));
    }

    [Test]
    public void What_was_written_before_another_error_is_kept()
    {
        var path = Path.Combine(folder, "partial.mp4");
        Assert.That(() =>
        {
            using var writer = new VideoWriter(path, 16, 16, 10);
            writer.Write(Picture(16, 16, 1));
            throw new InvalidDataException("of the picture");
        }, Throws.TypeOf<InvalidDataException>());
        using var reader = VideoReader.Open(path);
        Assert.That(Frames(reader), Has.Count.EqualTo(1));
    }

    [Test]
    public void What_cannot_be_written_is_said_at_once()
    {
        Assert.That(() => new VideoWriter(Path.Combine(folder, "a.avi"), 8, 8, 25),
            Throws.TypeOf<IOException>().With.Message.Contains(".mp4 or .gif"));
        Assert.That(() => new VideoWriter("/proc/nowhere/a.mp4", 8, 8, 25), Throws.TypeOf<IOException>().With.Message.Contains("cannot be written"));
        Assert.That(() => new VideoWriter(Path.Combine(folder, "a.mp4"), 0, 8, 25), Throws.ArgumentException);
        Assert.That(() => new VideoWriter(Path.Combine(folder, "a.mp4"), 8, 8, double.NaN), Throws.ArgumentException);
        var empty = new VideoWriter(Path.Combine(folder, "a.mp4"), 8, 8, 25);
        Assert.That(() => empty.Write(new byte[3]), Throws.ArgumentException);
        Assert.That(empty.Dispose, Throws.TypeOf<IOException>().With.Message.Contains("no frame"));
        Assert.That(Directory.GetFiles(folder), Is.Empty);
    }

    [Test]
    public void Without_ffmpeg_one_sentence_says_what_to_install()
    {
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", folder);
        try
        {
            Assert.That(() => new VideoWriter(Path.Combine(folder, "a.mp4"), 8, 8, 25),
                Throws.TypeOf<IOException>().With.Message.Contains("ffmpeg is not installed"));
            File.WriteAllText(Path.Combine(folder, "words.mp4"), "these are words");
            Assert.That(() => VideoReader.Open(Path.Combine(folder, "words.mp4")),
                Throws.TypeOf<IOException>().With.Message.Contains("apt-get install ffmpeg"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
        Assert.That(Directory.GetFiles(folder, ".*"), Is.Empty);
    }

    // A colour of its own for each frame, everywhere the same, so that codecs keep it.
    private static byte[] Picture(int width, int height, int n)
    {
        var rgba = new byte[width * height * 4];
        for (var i = 0; i < rgba.Length; i += 4)
            (rgba[i], rgba[i + 1], rgba[i + 2], rgba[i + 3]) = ((byte)(20 * n), (byte)(200 - 15 * n), 90, 255);
        return rgba;
    }

    private static bool Near(byte[] frame, int width, int x, int y, byte[] colour) =>
        Enumerable.Range(0, 3).All(c => Math.Abs(frame[(y * width + x) * 4 + c] - colour[c]) <= 8);

    private static List<byte[]> Frames(VideoReader reader)
    {
        var frames = new List<byte[]>();
        for (var picture = new byte[reader.Width * reader.Height * 4]; reader.Read(picture);)
            frames.Add([.. picture]);
        return frames;
    }

    private static void Ffmpeg(params string[] arguments)
    {
        using var process = Process.Start("ffmpeg", ["-loglevel", "error", .. arguments]);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }

    private static void KillWriterOf(string folder)
    {
        foreach (var process in Process.GetProcessesByName("ffmpeg"))
        {
            using (process)
            {
                if (File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(folder, StringComparison.Ordinal))
                    process.Kill();
            }
        }
    }
}
