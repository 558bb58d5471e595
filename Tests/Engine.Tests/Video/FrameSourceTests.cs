// Streams of pictures: the stepped order, the newest picture, errors of files that are none.
namespace Engine.Tests;

public sealed class FrameSourceTests
{
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("sources").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_stepped_source_gives_its_nth_picture_when_it_is_due()
    {
        using var source = new TestPattern(32, 16, rate: 20);
        var picture = new byte[32 * 16 * 4];
        var taken = Enumerable.Range(0, 12).Where(frame => source.TryTakeAt(frame, picture, out _)).ToArray();
        Assert.That(taken, Is.EqualTo([0, 3, 6, 9]));
    }

    [Test]
    public void A_live_source_gives_each_picture_once_and_never_waits()
    {
        using var source = new TestPattern(32, 16, rate: 200);
        var picture = new byte[32 * 16 * 4];
        source.Start();
        long last = -1;
        Assert.That(() =>
        {
            if (!source.TryTake(picture, out var info))
                return last >= 10;
            Assert.That(info.Index, Is.GreaterThan(last));
            last = info.Index;
            return last >= 10;
        }, Is.True.After(10_000, 2));
    }

    [Test]
    public void A_folder_shows_its_pictures_by_name_scaled_to_cover()
    {
        byte[] red = [255, 0, 0], green = [0, 255, 0];
        PngFile.Write(Path.Combine(folder, "b.png"), 8, 2, [.. Enumerable.Repeat(green, 16).SelectMany(p => p)]);
        PngFile.Write(Path.Combine(folder, "a.png"), 2, 8, [.. Enumerable.Repeat(red, 16).SelectMany(p => p)]);
        using var source = new ImageFolder(folder, 6, 6, rate: 60);
        var picture = new byte[6 * 6 * 4];
        Assert.That(source.TryTakeAt(0, picture, out _), Is.True);
        Assert.That(picture[..4], Is.EqualTo(new byte[] { 255, 0, 0, 255 }));
        Assert.That(source.TryTakeAt(1, picture, out var second), Is.True);
        Assert.That(picture[^4..], Is.EqualTo(new byte[] { 0, 255, 0, 255 }));
        Assert.That(second.Index, Is.EqualTo(1));
    }

    [Test]
    public void A_photograph_stays()
    {
        PngFile.Write(Path.Combine(folder, "a.png"), 1, 1, [255, 0, 0]);
        PngFile.Write(Path.Combine(folder, "b.png"), 1, 1, [0, 255, 0]);
        using var source = new FrameSources().Open(new VideoSource { Source = "b.png", Width = 2, Height = 2 }, folder, live: false);
        var picture = new byte[2 * 2 * 4];
        Assert.That(source.TryTakeAt(0, picture, out _), Is.True);
        Assert.That(picture[..4], Is.EqualTo(new byte[] { 0, 255, 0, 255 }));
        Assert.That(source.TryTakeAt(600, picture, out _), Is.False, "it is read once");
    }

    [Test]
    public void A_bad_file_in_a_folder_is_named_once_and_left_out()
    {
        PngFile.Write(Path.Combine(folder, "a.png"), 1, 1, [255, 0, 0]);
        File.WriteAllText(Path.Combine(folder, "b.png"), "these are words");
        PngFile.Write(Path.Combine(folder, "c.png"), 1, 1, [0, 255, 0]);
        using var source = new ImageFolder(folder, 1, 1, rate: 60);
        var errors = Errors(() =>
        {
            var seen = new List<(byte, byte)>();
            var picture = new byte[4];
            for (var frame = 0; frame < 5; frame++)
            {
                Assert.That(source.TryTakeAt(frame, picture, out _), Is.True);
                seen.Add((picture[0], picture[1]));
            }
            Assert.That(seen, Is.EqualTo(new (byte, byte)[] { (255, 0), (0, 255), (255, 0), (0, 255), (255, 0) }));
        });
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(errors, Does.Contain("b.png is no picture"));
    }

    [Test]
    public void A_folder_of_bad_files_breaks_once()
    {
        File.WriteAllText(Path.Combine(folder, "b.png"), "these are words");
        using var source = new ImageFolder(folder, 1, 1, rate: 60);
        Errors(() => Assert.That(() => source.TryTakeAt(0, new byte[4], out _),
            Throws.InstanceOf<IOException>().With.Message.Contains("no picture that can be read")));
        Assert.That(source.TryTakeAt(1, new byte[4], out _), Is.False);
        Assert.That(source.Ended, Is.True);
    }

    [Test]
    public void A_path_with_a_colon_is_a_path()
    {
        var photos = Directory.CreateDirectory(Path.Combine(folder, "holidays:2026")).FullName;
        PngFile.Write(Path.Combine(photos, "a.png"), 1, 1, [255, 0, 0]);
        using var relative = new FrameSources().Open(new VideoSource { Source = "holidays:2026" }, folder, live: false);
        Assert.That(relative, Is.InstanceOf<ImageFolder>());
        Assert.That(() => new FrameSources().Open(new VideoSource { Source = photos + "/none" }, folder, live: false),
            Throws.InstanceOf<IOException>().With.Message.Contains("there is no file"));
        Assert.That((FrameSources.IsPath("dataset:fashion-mnist"), FrameSources.IsPath("testpattern"), FrameSources.IsPath("/a:b")),
            Is.EqualTo((false, false, true)));
    }

    [Test]
    public void A_file_that_is_no_picture_is_named()
    {
        var file = Path.Combine(folder, "notes.png");
        File.WriteAllText(file, "these are words");
        Assert.That(() => PictureFile.Read(file), Throws.InstanceOf<IOException>().With.Message.Contains("notes.png is no picture"));
    }

    [TestCase("missing.mp4", "there is no file")]
    [TestCase("/dev/video99", "there is no camera at /dev/video99")]
    [TestCase("nonsense:here", "no plugin brings the kind \"nonsense\"")]
    public void What_is_not_there_is_said(string source, string expected) =>
        Assert.That(() => new FrameSources().Open(new VideoSource { Source = source }, folder, live: false),
            Throws.InstanceOf<IOException>().With.Message.Contains(expected));

    [Test]
    public void An_empty_folder_is_said() =>
        Assert.That(() => new FrameSources().Open(new VideoSource { Source = folder }, "", live: false),
            Throws.InstanceOf<IOException>().With.Message.Contains("holds no picture"));

    [Test]
    public void A_video_file_plays_through_ffmpeg_and_ends_with_its_owner()
    {
        var file = Path.Combine(folder, "bars.mkv");
        var make = System.Diagnostics.Process.Start("ffmpeg",
            ["-loglevel", "error", "-f", "lavfi", "-i", "color=c=0x20c040:size=64x48:rate=10:duration=1", "-c:v", "ffv1", file]);
        make.WaitForExit();
        Assert.That(make.ExitCode, Is.Zero);
        using var source = new FfmpegSource(file, 32, 24, rate: 10, live: false);
        var picture = new byte[32 * 24 * 4];
        Assert.That(source.TryTakeAt(0, picture, out _), Is.True);
        Assert.That((picture[0], picture[1], picture[2]), Is.EqualTo((0x20, 0xc0, 0x40)).Using<(byte, byte, byte), (int, int, int)>((a, b) =>
            Math.Abs(a.Item1 - b.Item1) <= 4 && Math.Abs(a.Item2 - b.Item2) <= 4 && Math.Abs(a.Item3 - b.Item3) <= 4));
    }

    [Test]
    public void A_networks_address_plays_through_ffmpeg()
    {
        var file = Path.Combine(folder, "bars.mkv");
        using (var make = new Ffmpeg(
            ["-loglevel", "error", "-f", "lavfi", "-i", "color=c=0x20c040:size=64x48:rate=10:duration=1", "-c:v", "ffv1", file], writes: true))
        {
            Assert.That(make.Wait(), Is.Null);
        }
        using var server = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        server.Start();
        var port = ((System.Net.IPEndPoint)server.LocalEndpoint).Port;
        var serving = Task.Run(() =>
        {
            using var client = server.AcceptTcpClient();
            client.GetStream().Write(File.ReadAllBytes(file));
        });
        var address = $"tcp://127.0.0.1:{port}";
        using (var source = new FrameSources().Open(new VideoSource { Source = address, Width = 32, Height = 24, Rate = 10 }, folder, live: true))
        {
            source.Start();
            var picture = new byte[32 * 24 * 4];
            Assert.That(() => source.TryTake(picture, out _), Is.True.After(20_000, 5));
            Assert.That(picture[..3], Is.EqualTo(new byte[] { 0x20, 0xc0, 0x40 }).Using<byte>((a, b) => Math.Abs(a - b) <= 4));
        }
        Assert.That(serving.Wait(10_000));
        server.Stop();
        using var nobody = new FrameSources().Open(new VideoSource { Source = address, Width = 32, Height = 24 }, folder, live: true);
        nobody.Start();
        Assert.That(() => nobody.Ended, Is.True.After(20_000, 5));
        Assert.That(() => nobody.TryTake(new byte[32 * 24 * 4], out _),
            Throws.InstanceOf<IOException>().With.Message.Match($"{address} gave no picture: .*Connection refused"));
    }

    [Test]
    public void A_screen_that_is_not_there_is_said()
    {
        if (EnvironmentVariables.Display is not null)
            Assert.Ignore("this session has a screen");
        Assert.That(() => new FrameSources().Open(new VideoSource { Source = "screen" }, folder, live: true),
            Throws.InstanceOf<IOException>().With.Message.Contains("there is no screen to show"));
    }

    [Test]
    public void A_file_that_is_no_video_breaks_with_ffmpegs_word()
    {
        var file = Path.Combine(folder, "words.mp4");
        File.WriteAllText(file, "these are words");
        Assert.That(() => new FfmpegSource(file, 32, 24, live: false),
            Throws.InstanceOf<IOException>().With.Message.Match(@"words\.mp4 holds no video that can be read \(.*Invalid data"));
    }

    private static string Errors(Action act)
    {
        var before = Console.Error;
        using var caught = new StringWriter();
        Console.SetError(caught);
        try
        {
            act();
        }
        finally
        {
            Console.SetError(before);
        }
        return caught.ToString();
    }

    [Test]
    public void A_camera_shows_what_is_before_it_through_ffmpeg_too()
    {
        const string Camera = "/dev/video0";
        if (!File.Exists(Camera))
            Assert.Ignore($"no camera at {Camera}");
        using var source = new FfmpegSource(Camera, 320, 240, rate: 25);
        var picture = new byte[320 * 240 * 4];
        source.Start();
        long pictures = 0;
        Assert.That(() => source.TryTake(picture, out _) ? ++pictures >= 5 : pictures >= 5, Is.True.After(60_000, 5));
        Assert.That(Enumerable.Range(0, 320 * 240).Select(i => BitConverter.ToUInt32(picture, i * 4)).Distinct().Count(), Is.GreaterThan(4),
            "more than one plain colour");
        var row = Enumerable.Range(0, 8).Select(b => string.Join(',', picture.AsSpan((60 * 320 + b * 40 + 20) * 4, 3).ToArray()));
        TestContext.Out.WriteLine($"colours along the middle row: {string.Join(" | ", row)}");
    }
}
