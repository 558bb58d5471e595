// Videos as cameras, recorders and the web make them: shown as a player shows them, or refused with one sentence.
using System.Diagnostics;

namespace Engine.Tests;

public sealed class VideoCasesTests
{
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("videos").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("a.ts", "mpegts")]
    [TestCase("a.m2ts", "mpegts")]
    [TestCase("a.mts", "mpegts")]
    [TestCase("a.vob", "vob")]
    [TestCase("a.avi", "avi")]
    [TestCase("noext", "matroska")]
    public void Containers_with_programmes_and_without(string name, string format)
    {
        var file = Make(name, ["-f", "lavfi", "-i", Colours], ["-c:v", "mpeg2video", "-q:v", "2", "-f", format]);
        using var reader = VideoReader.Open(file);
        Assert.That((reader.Width, reader.Height, reader.Rate), Is.EqualTo((64, 48, 25.0)));
        Assert.That(Frames(reader), Has.Count.EqualTo(10));
    }

    [TestCase("2/1", 64, 48, 128, 48)]
    [TestCase("1/2", 64, 48, 64, 96)]
    [TestCase("4320/1", 64, 48, 64, 48)]
    public void Pixels_become_square(string aspect, int width, int height, int shownWidth, int shownHeight)
    {
        // The left half red, the right one blue.
        var file = Make("wide.mkv", ["-f", "lavfi", "-i", $"color=red:size={width}x{height}:rate=10:duration=0.3"],
            ["-vf", $"drawbox=x={width / 2}:w={width / 2}:h={height}:color=blue:t=fill,setsar={aspect}", "-c:v", "ffv1"]);
        using var reader = VideoReader.Open(file);
        Assert.That((reader.Width, reader.Height), Is.EqualTo((shownWidth, shownHeight)));
        var frame = Frames(reader)[0];
        Assert.That(At(frame, shownWidth, shownWidth / 4, shownHeight / 2), Is.EqualTo((true, false)), "red");
        Assert.That(At(frame, shownWidth, shownWidth * 3 / 4, shownHeight - 1), Is.EqualTo((false, true)), "blue");
        using var source = new FfmpegSource(file, 32, 32, 10, live: false);
        var square = new byte[32 * 32 * 4];
        Assert.That(source.TryTakeAt(0, square, out _), Is.True);
        Assert.That((At(square, 32, 1, 16), At(square, 32, 30, 16)), Is.EqualTo(((true, false), (false, true))));
    }

    [Test]
    public void Ten_bits_odd_sizes_and_every_subsampling([Values("yuv420p", "yuv420p10le", "yuv444p", "yuv422p10le")] string pixels)
    {
        var size = pixels == "yuv444p" ? "61x47" : "62x48";
        var source = $"color=c=0x40a0c0:size=62x48:rate=10:duration=0.3,format=gbrp,crop={size.Replace('x', ':')}:0:0:exact=1";
        var file = Make("a.mkv", ["-f", "lavfi", "-i", source], ["-pix_fmt", pixels, "-c:v", "ffv1"]);
        using var reader = VideoReader.Open(file);
        Assert.That($"{reader.Width}x{reader.Height}", Is.EqualTo(size));
        var expected = new byte[] { 0x40, 0xA0, 0xC0, 255 };
        foreach (var frame in Frames(reader))
            Assert.That(frame.Select((b, i) => Math.Abs(b - expected[i % 4])).Max(), Is.LessThanOrEqualTo(6));
    }

    [Test]
    public void High_dynamic_range_is_brought_within_what_screens_show()
    {
        // White of 203 nits, HDR's reference, is code 594 of 1023 of PQ: grey where it is taken for an ordinary video.
        var file = Make("hdr.mkv", ["-f", "lavfi", "-i", "color=c=0x949494:size=64x48:rate=10:duration=0.3"],
            ["-vf", "format=yuv444p10le", "-c:v", "ffv1", "-color_trc", "smpte2084", "-color_primaries", "bt2020", "-colorspace", "bt2020nc"]);
        if (!Said("-filters").Contains(" zscale ", StringComparison.Ordinal))
            Assert.Ignore("this ffmpeg has no filter zscale");
        using var reader = VideoReader.Open(file);
        var pixel = Frames(reader)[0][..3];
        Assert.That(pixel.Max() - pixel.Min(), Is.LessThan(12), "grey stays grey");
        Assert.That((int)pixel[0], Is.GreaterThan(0x94 + 12), "brighter than its code");
    }

    [Test]
    public void Frames_at_uneven_times_are_evened_out_over_their_whole_length()
    {
        // Ten frames in a second, then five in nine seconds.
        var file = Make("uneven.mp4", ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1.5"],
            ["-vf", "setpts='if(lt(N,10),N/10,1+2*(N-10))/TB'", "-fps_mode", "vfr", "-c:v", "libx264", "-pix_fmt", "yuv420p"]);
        using var reader = VideoReader.Open(file);
        var frames = Frames(reader).Count;
        Assert.That(frames / reader.Rate, Is.EqualTo(9).Within(3), "seconds");
    }

    [Test]
    public void A_size_that_changes_is_fitted_into_the_first()
    {
        var small = Make("small.ts", ["-f", "lavfi", "-i", "color=red:size=64x48:rate=10:duration=0.5"], ["-c:v", "mpeg2video", "-q:v", "2"]);
        var large = Make("large.ts", ["-f", "lavfi", "-i", "color=blue:size=64x128:rate=10:duration=0.5"], ["-c:v", "mpeg2video", "-q:v", "2"]);
        var both = Path.Combine(folder, "both.ts");
        File.WriteAllBytes(both, [.. File.ReadAllBytes(small), .. File.ReadAllBytes(large)]);
        using var reader = VideoReader.Open(both);
        Assert.That((reader.Width, reader.Height), Is.EqualTo((64, 48)));
        var frames = Frames(reader);
        Assert.That(frames, Has.Count.GreaterThan(6));
        Assert.That(At(frames[0], 64, 2, 24), Is.EqualTo((true, false)));
        Assert.That((At(frames[^1], 64, 32, 24), At(frames[^1], 64, 2, 24)), Is.EqualTo(((false, true), (false, false))), "blue between black");
    }

    [TestCase("a:b.mp4")]
    [TestCase("12:30.mp4")]
    [TestCase("50% %d é.mp4")]
    [TestCase("-dash.mp4")]
    [TestCase("concat:x|y.mp4")]
    [TestCase("new\nline.mp4")]
    [TestCase("[0:v]'q'\".mp4")]
    public void No_part_of_a_name_means_anything(string name)
    {
        var plain = Make("plain.mp4", ["-f", "lavfi", "-i", Colours], ["-c:v", "libx264", "-pix_fmt", "yuv420p"]);
        var file = Path.Combine(folder, name);
        File.Copy(plain, file);
        using (var reader = VideoReader.Open(file))
            Assert.That(Frames(reader), Has.Count.EqualTo(10));
        var output = Path.Combine(folder, "made", name);
        using (var writer = new VideoWriter(output, 16, 16, 10))
            writer.Write(new byte[16 * 16 * 4]);
        Assert.That(Directory.GetFiles(Path.Combine(folder, "made")), Is.EqualTo([output]));
        using var again = VideoReader.Open(output);
        Assert.That(Frames(again), Has.Count.EqualTo(1));
    }

    [Test]
    public void What_holds_no_video_is_one_sentence()
    {
        var sound = Make("sound.m4a", ["-f", "lavfi", "-i", "sine=duration=0.3"], []);
        Make("cover.png", ["-f", "lavfi", "-i", "testsrc=size=32x32"], ["-frames:v", "1"]);
        var cover = Make("cover.mp3", ["-i", sound, "-i", Path.Combine(folder, "cover.png")],
            ["-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic"]);
        var whole = Make("whole.mp4", ["-f", "lavfi", "-i", Colours], ["-c:v", "libx264", "-pix_fmt", "yuv420p"]);
        File.WriteAllBytes(Path.Combine(folder, "cut.mp4"), File.ReadAllBytes(whole)[..800]);
        File.WriteAllBytes(Path.Combine(folder, "zero.mp4"), []);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "these are words, many of them");
        using (var made = Process.Start("mkfifo", Path.Combine(folder, "pipe.mp4")))
            made.WaitForExit();
        foreach (var (name, words) in new[]
        {
            (Path.GetFileName(sound), "only sound"), (Path.GetFileName(cover), "only sound and a cover"), ("cut.mp4", "holds no video"),
            ("zero.mp4", "it is empty"), ("notes.txt", "holds no video"), ("pipe.mp4", "it is a pipe"), ("/dev/zero", "it is a device"),
            (".", "it is a folder"), ("none.mp4", "there is no file"),
        })
        {
            var error = Assert.Throws(Is.InstanceOf<IOException>(), () => VideoReader.Open(Path.Combine(folder, name)))!;
            Assert.That(error.Message, Does.Contain(words).And.Contain(name).And.Not.Contains("\n"), name);
        }
    }

    [Test]
    public void Sound_is_copied_as_far_as_the_frames_go([Values("aac", "pcm_s16le")] string codec)
    {
        var from = Make("from.mkv", ["-f", "lavfi", "-i", "testsrc=size=32x32:rate=10:duration=2", "-f", "lavfi", "-i", "sine=duration=2"],
            ["-c:v", "ffv1", "-c:a", codec]);
        var output = Path.Combine(folder, "to.mp4");
        using (var reader = VideoReader.Open(from))
        {
            Assert.That(reader.Sound!.Codecs, Is.EqualTo([codec]));
            using var writer = new VideoWriter(output, 32, 32, reader.Rate, reader.Sound);
            var frame = new byte[32 * 32 * 4];
            while (writer.Frames < 10 && reader.Read(frame))
                writer.Write(frame);
        }
        using var made = VideoReader.Open(output);
        Assert.That(made.Sound!.Codecs, Is.EqualTo(["aac"]));
        Assert.That(Frames(made), Has.Count.EqualTo(10));
        var seconds = double.Parse(Said("-v", "error", "-select_streams", "a", "-show_entries", "stream=duration", "-of", "csv=p=0", output),
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(seconds, Is.EqualTo(1).Within(0.15));
        Assert.That(Directory.GetFiles(folder, ".*"), Is.Empty);
    }

    [Test]
    public void Why_there_is_no_sound_is_said()
    {
        var said = new List<string>();
        var before = Log.Sink;
        Log.Sink = (_, message) => said.Add(message);
        try
        {
            var sound = new VideoSound(Path.Combine(folder, "gone.mp4"), ["aac"], 0);
            using (var gif = new VideoWriter(Path.Combine(folder, "a.gif"), 16, 16, 10, sound))
                gif.Write(new byte[16 * 16 * 4]);
            using (var film = new VideoWriter(Path.Combine(folder, "a.mp4"), 16, 16, 10, sound))
                film.Write(new byte[16 * 16 * 4]);
        }
        finally
        {
            Log.Sink = before;
        }
        Assert.That(said, Has.Count.EqualTo(2));
        Assert.That(said[0], Does.Contain("a .gif has no sound"));
        Assert.That(said[1], Does.Contain("could not be taken over"));
        using var reader = VideoReader.Open(Path.Combine(folder, "a.mp4"));
        Assert.That(Frames(reader), Has.Count.EqualTo(1), "the frames are there all the same");
    }

    [Test]
    public void Videos_of_the_cases_are_shown_or_one_sentence()
    {
        string[] refused = ["audio.m4a", "cover.mp3", "plain.mp3", "still.tif", "still.webp", "trunc.mp4", "zero.mp4"];
        foreach (var file in Directory.GetFiles(PictureFileTests.CasesOf("vids")))
        {
            var name = Path.GetFileName(file);
            if (refused.Contains(name))
            {
                Assert.That(() => VideoReader.Open(file), Throws.InstanceOf<IOException>().With.Message.Contains(name), name);
                continue;
            }
            using var reader = VideoReader.Open(file);
            var size = (reader.Width, reader.Height);
            Assert.That(size, Is.EqualTo(name switch
            {
                "rot90.mp4" => (64, 96),
                "sar2.mp4" => (192, 64),
                "odd.mkv" or "odd444.mp4" => (61, 47),
                _ => (96, 64),
            }), name);
            Assert.That(Frames(reader), Has.Count.EqualTo(name == "one.mp4" ? 1 : 6), name);
            Assert.That(reader.Sound is null, Is.EqualTo(name != "sound.mp4"), name);
        }
    }

    private const string Colours = "testsrc=size=64x48:rate=25:duration=0.4";

    // Whether a pixel is mostly red, and whether mostly blue.
    private static (bool Red, bool Blue) At(byte[] frame, int width, int x, int y)
    {
        var at = ((y * width) + x) * 4;
        return (frame[at] > 150 && frame[at + 2] < 100, frame[at + 2] > 150 && frame[at] < 100);
    }

    private static List<byte[]> Frames(VideoReader reader)
    {
        var frames = new List<byte[]>();
        for (var picture = new byte[reader.Width * reader.Height * 4]; reader.Read(picture);)
            frames.Add([.. picture]);
        return frames;
    }

    private string Make(string name, string[] input, string[] how)
    {
        var file = Path.Combine(folder, name);
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-loglevel", "error", "-y", .. input, .. how, "file:" + file])
        {
            RedirectStandardError = true,
        })!;
        var words = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (words.Contains("Unknown encoder", StringComparison.Ordinal))
            Assert.Ignore($"this ffmpeg cannot write {name}: {words}");
        Assert.That(process.ExitCode, Is.Zero, words);
        return file;
    }

    private static string Said(params string[] arguments)
    {
        var program = arguments[0] == "-filters" ? "ffmpeg" : "ffprobe";
        using var process = Process.Start(new ProcessStartInfo(program, ["-hide_banner", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process.StandardOutput.ReadToEnd();
    }
}
