// Frames of a running scene in videos, pictures and devices.
using System.Globalization;

namespace Engine.Tests;

public sealed class FrameRecorderTests
{
    private string folder = null!;
    private App app = null!;

    [SetUp]
    public void CreateApp()
    {
        folder = Directory.CreateTempSubdirectory("recorder").FullName;
        app = new App(new AppOptions { Headless = true, Width = 36, Height = 20 }, GpuFixture.Gpu);
        app.Install(new EnginePlugin());
        var path = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(path, """
            entities:
              - name: shown
                Panel: { position: [0, 0], size: [1280, 720], colour: "#c02040" }
            """);
        app.Load(path);
    }

    [TearDown]
    public void DisposeApp()
    {
        app.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void A_headless_scene_is_recorded_frame_by_frame_as_long_as_it_lasts()
    {
        var path = Path.Combine(folder, "scene.mp4");
        using (var recorder = new FrameRecorder(app, "--record", path))
        {
            app.Run(120);
            Assert.That((recorder.Taken, recorder.Dropped), Is.EqualTo((60, 0)), "two seconds at thirty a second");
        }
        using var reader = VideoReader.Open(path);
        var (frames, rgba) = (0, new byte[reader.Width * reader.Height * 4]);
        for (; reader.Read(rgba); frames++)
        {
            Assert.That(rgba.AsSpan(((10 * 36) + 18) * 4, 3).ToArray(),
                Is.EqualTo(new byte[] { 0xc0, 0x20, 0x40 }).Using<byte>((a, b) => Math.Abs(a - b) <= 6));
        }
        Assert.That((frames, reader.Width, reader.Height), Is.EqualTo((60, 36, 20)));
    }

    [Test]
    public void Pictures_are_numbered()
    {
        var path = Path.Combine(folder, "pictures");
        using (var recorder = new FrameRecorder(app, "--record", path))
            app.Run(10);
        Assert.That(Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Is.EqualTo(Enumerable.Range(1, 5).Select(n => string.Create(CultureInfo.InvariantCulture, $"frame-{n:D6}.png"))));
        var (width, height, rgba) = PictureFile.Read(Path.Combine(path, "frame-000005.png"));
        // In the middle: a panel's corners are round.
        var at = ((10 * 36) + 18) * 4;
        Assert.That((width, height, rgba[at], rgba[at + 1], rgba[at + 2]), Is.EqualTo((36, 20, 0xc0, 0x20, 0x40)));
    }

    [Test]
    public void A_scene_in_a_window_never_waits_for_what_records_it()
    {
        using var live = new App(new AppOptions { Headless = true, Deterministic = false, Width = 640, Height = 360 }, GpuFixture.Gpu);
        live.Install(new EnginePlugin());
        using var sink = new Stuck();
        var recorder = new FrameRecorder(live, sink);
        Assert.That(() =>
        {
            live.Step();
            return recorder.Dropped;
        }, Is.GreaterThan(3).After(20_000, 1), "six have a place, the others are counted");
        sink.Free.Set();
        Assert.That(() =>
        {
            live.Step();
            return recorder.Taken;
        }, Is.GreaterThan(8).After(20_000, 1));
        recorder.Dispose();
        Assert.That(sink.Written, Is.EqualTo(recorder.Taken));
        Assert.That(sink.Periods, Is.GreaterThan(recorder.Taken), "a frame stays where others are missing");
    }

    [Test]
    public void What_goes_wrong_with_writing_is_said_at_the_end_and_the_scene_goes_on()
    {
        using var sink = new Stuck { Trouble = new IOException("the disk is full") };
        sink.Free.Set();
        var recorder = new FrameRecorder(app, sink);
        app.Run(40);
        Assert.That(recorder.Dispose, Throws.InstanceOf<IOException>().With.Message.EqualTo("the disk is full"));
        app.Run(2);
    }

    [TestCase("notes.txt", "name an .mp4, a .gif, a folder for pictures, or a device")]
    [TestCase("/dev/video99", "there is no device /dev/video99 to give pictures to; name one that does")]
    [TestCase("/dev/null", "/dev/null is no video device")]
    public void What_cannot_be_recorded_into_is_said(string path, string expected) =>
        Assert.That(() => new FrameRecorder(app, "--record", path), Throws.Exception.With.Message.Contains(expected));

    [Test]
    public void The_thread_that_makes_frames_allocates_nothing_for_a_video()
    {
        using var recorder = new FrameRecorder(app, "--record", Path.Combine(folder, "scene.mp4"));
        SteadyFrames.AllocateNothing(_ => app.Step());
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Steady_frames_that_are_recorded_allocate_nothing(bool deterministic)
    {
        using var other = new App(new AppOptions { Headless = true, Deterministic = deterministic, Width = 36, Height = 20 }, GpuFixture.Gpu);
        other.Install(new EnginePlugin());
        using var sink = new Stuck { OwnRate = 1000 };
        sink.Free.Set();
        using var recorder = new FrameRecorder(other, sink);
        SteadyFrames.AllocateNothing(_ => other.Step());
        Assert.That(recorder.Taken, Is.GreaterThan(10));
    }

    private sealed class Stuck : FrameSink
    {
        internal ManualResetEvent Free { get; } = new(false);

        internal IOException? Trouble { get; init; }

        internal double OwnRate { get; init; } = 30;

        internal override double Rate => OwnRate;

        internal long Written { get; private set; }

        internal long Periods { get; private set; }

        internal override void Write(ReadOnlySpan<byte> rgba, int periods)
        {
            Free.WaitOne();
            if (Trouble is not null)
                throw Trouble;
            (Written, Periods) = (Written + 1, Periods + periods);
        }

        public override void Dispose() => Free.Dispose();
    }
}
