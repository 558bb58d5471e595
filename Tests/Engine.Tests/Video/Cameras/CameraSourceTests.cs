// A camera as a source: its pictures, its faults, its coming and going.
using System.Runtime.CompilerServices;

namespace Engine.Tests;

public sealed class CameraSourceTests
{
    private const int Width = 640, Height = 480, Bytes = Width * Height * 2;
    private static readonly byte[] Picture = [.. Enumerable.Range(0, Bytes).Select(i => (byte)(i % 2 == 0 ? 81 : (i % 4 == 1) ? 90 : 240))];
    private FakeCamera camera = null!;
    private List<(LogLevel Level, string Text)> said = null!;
    private Action<LogLevel, string> before = null!;

    [SetUp]
    public void Plug()
    {
        (camera, said, before) = (new FakeCamera(), [], Log.Sink);
        Log.Sink = (level, text) =>
        {
            lock (said)
                said.Add((level, text));
        };
    }

    [TearDown]
    public void NothingIsLeftOpen()
    {
        Log.Sink = before;
        Assert.That((camera.OpenFiles, camera.OpenMaps), Is.EqualTo((0, 0)), "files and maps that are still open");
    }

    [Test]
    public void The_newest_picture_comes_as_red_and_what_was_missed_is_counted()
    {
        using var source = Open();
        source.Start();
        var rgba = Take(source, Picture);
        Assert.That(rgba[..4], Is.EqualTo(new byte[] { 255, 0, 0, 255 }).Using<byte>((a, b) => Math.Abs(a - b) <= 1), "BT.601's red");
        Assert.That((source.Delivered, source.Dropped), Is.EqualTo((1, 0)));
        camera.GiveSoon(Picture, missed: 3);
        Assert.That(() => (source.Delivered, source.Dropped), Is.EqualTo((5, 3)).After(5000, 5), "three never came");
        camera.GiveSoon(Picture);
        Assert.That(() => (source.Delivered, source.Dropped), Is.EqualTo((6, 4)).After(5000, 5), "and one was not taken");
    }

    [Test]
    public void A_picture_is_as_old_as_the_camera_says()
    {
        using var source = Open();
        source.Start();
        Take(source, Picture, age: TimeSpan.FromMilliseconds(400));
        Assert.That(System.Diagnostics.Stopwatch.GetElapsedTime(source.TakenAt).TotalMilliseconds, Is.InRange(399, 5000));
        camera.GiveSoon(Picture, flags: 0, age: TimeSpan.FromSeconds(8));
        var rgba = new byte[Width * Height * 4];
        Assert.That(() => source.TryTake(rgba, out _), Is.True.After(5000, 5));
        Assert.That(System.Diagnostics.Stopwatch.GetElapsedTime(source.TakenAt).TotalSeconds, Is.LessThan(7), "another clock says nothing");
    }

    [Test]
    public void An_unplugged_camera_is_said_once_and_goes_on_when_it_is_back_elsewhere()
    {
        camera.Id = "/dev/v4l/by-id/usb-fake-1";
        using var source = Open();
        source.Start();
        Take(source, Picture);
        camera.IsPlugged = false;
        Assert.That(() => source.Trouble, Does.Contain("the camera Fake Cam (/dev/video0) is gone").After(5000, 5));
        Assert.That(() => camera.OpenFiles, Is.Zero.After(5000, 5));
        var sought = camera.Sought;
        Assert.That(() => camera.Sought, Is.GreaterThan(sought).After(10_000, 20));
        Assert.That(source.Ended, Is.False);
        (camera.Path, camera.IsPlugged) = ("/dev/video3", true);
        Take(source, Picture);
        Assert.That(() => source.Trouble, Is.Null.After(5000, 5));
        lock (said)
        {
            Assert.That(said.Select(s => s.Level), Is.EqualTo([LogLevel.Warning, LogLevel.Information]), string.Join('\n', said));
            Assert.That(said[1].Text, Does.Contain("/dev/video3").And.Contain("is back"));
        }
    }

    [Test]
    public void A_stream_error_is_a_camera_that_is_gone_until_it_gives_pictures_again()
    {
        using var source = Open();
        source.Start();
        Take(source, Picture);
        camera.Failing[V4l2.DequeueBuffer] = DeviceError.Failed;
        Assert.That(() => source.Trouble, Is.Not.Null.After(5000, 5));
        // It can be opened and gives nothing: not said again.
        var sought = camera.Sought;
        Assert.That(() => camera.Sought, Is.GreaterThan(sought + 1).After(10_000, 20));
        camera.Failing.Clear();
        Take(source, Picture);
        lock (said)
            Assert.That(said, Has.Count.EqualTo(2), string.Join('\n', said));
    }

    [Test]
    public void Short_pictures_break_the_stream_after_a_while()
    {
        using var source = Open();
        source.Start();
        Take(source, Picture);
        for (var i = 0; i < 29; i++)
            camera.GiveSoon(Picture, bytesUsed: 1000);
        Take(source, Picture);
        Assert.That(source.Dropped, Is.GreaterThanOrEqualTo(1).And.LessThanOrEqualTo(29), "those that came together are passed over together");
        var sent = 0;
        Assert.That(() =>
        {
            sent += camera.Give(Picture, bytesUsed: 1000) ? 1 : 0;
            return source.Ended;
        }, Is.True.After(20_000, 2));
        Assert.That(() => source.TryTake(new byte[Width * Height * 4], out _), Throws.InstanceOf<IOException>()
            .With.Message.Match(@"Fake Cam \(/dev/video0\) sends 1000 bytes for a YUYV picture of 640×480, which has 614400; .*plug"));
        Assert.That(sent, Is.GreaterThanOrEqualTo(30));
    }

    [TestCase(V4l2.IsFaulty, 1000, "the driver calls damaged")]
    [TestCase(0u, Bytes + 1, "614401 bytes in a buffer of 614400")]
    public void What_is_no_picture_is_told(uint flags, int bytes, string expected)
    {
        using var source = Open();
        source.Start();
        Assert.That(() =>
        {
            camera.Give(Picture, flags: flags, bytesUsed: bytes);
            return source.Ended;
        }, Is.True.After(20_000, 2));
        Assert.That(() => source.TryTake(new byte[Width * Height * 4], out _), Throws.InstanceOf<IOException>().With.Message.Contains(expected));
    }

    [Test]
    public void Another_size_than_was_asked_is_scaled()
    {
        camera.Lie = static f => f with { Width = 320, Height = 240, RowBytes = 700 };
        using var source = (CameraSource)Open();
        Assert.That((source.Mode.Width, source.Mode.Height), Is.EqualTo((320, 240)));
        source.Start();
        Assert.That(Take(source, Picture)[^4..], Is.EqualTo(new byte[] { 255, 0, 0, 255 }).Using<byte>((a, b) => Math.Abs(a - b) <= 1));
    }

    [Test]
    public void A_format_that_the_driver_changes_to_one_that_is_not_read_is_said()
    {
        camera.Lie = static f => f with { Code = V4l2.Code("BA81") };
        Assert.That(Open, Throws.InstanceOf<IOException>().With.Message.Contains("offers YUYV and gives BA81, which is not read here"));
    }

    [Test]
    public void Buffers_that_are_too_small_are_said()
    {
        camera.BufferBytes = 1000;
        Assert.That(Open, Throws.InstanceOf<IOException>()
            .With.Message.Contains("gives buffers of 1000 bytes, and a YUYV picture of 640×480 has 614400"));
    }

    [TestCase(0u, 480u)]
    [TestCase(640u, uint.MaxValue)]
    public void Sizes_that_are_none_are_said(uint width, uint height)
    {
        camera.Lie = f => f with { Width = width, Height = height };
        Assert.That(Open, Throws.InstanceOf<IOException>().With.Message.Contains($"{width}×{height} pixels"));
    }

    [TestCase(DeviceError.Denied, "this user may not use it; add them to the group")]
    [TestCase(DeviceError.Busy, "another program has it; close that one")]
    [TestCase(DeviceError.NoAddress, "nothing is behind it any more")]
    public void What_cannot_be_opened_is_said(DeviceError error, string expected)
    {
        camera.Opening = error;
        foreach (var name in (string[])["camera", "/dev/video0"])
        {
            Assert.That(() => CameraSource.Open(camera, new VideoSource { Source = name }, live: true),
                Throws.InstanceOf<IOException>().With.Message.StartsWith("/dev/video0: ").And.Message.Contains(expected));
        }
    }

    [TestCase(nameof(V4l2.SetFormat), DeviceError.Busy, "another program takes its pictures; close that one")]
    [TestCase(nameof(V4l2.RequestBuffers), DeviceError.Busy, "another program takes its pictures")]
    [TestCase(nameof(V4l2.QueryBuffer), DeviceError.Invalid, "cannot be started (Invalid argument)")]
    [TestCase(nameof(V4l2.StreamOn), DeviceError.NoRoom, "its USB bus has no room")]
    [TestCase(nameof(V4l2.StreamOn), DeviceError.Gone, "is not there any more")]
    public void What_cannot_be_started_is_said(string request, DeviceError error, string expected)
    {
        camera.Failing[(uint)typeof(V4l2).GetField(request, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
            .GetValue(null)!] = error;
        Assert.That(Open, Throws.InstanceOf<IOException>().With.Message.Contains(expected).And.Message.Contains("Fake Cam"));
    }

    [Test]
    public void No_camera_is_said()
    {
        camera.IsPlugged = false;
        Assert.That(() => CameraSource.Open(camera, new VideoSource { Source = "camera" }, live: true),
            Throws.InstanceOf<IOException>().With.Message.Contains("there is no camera: plug one in"));
        Assert.That(() => CameraSource.Open(camera, new VideoSource { Source = "/dev/video0" }, live: true),
            Throws.InstanceOf<IOException>().With.Message.Contains("there is no camera at /dev/video0"));
    }

    [Test]
    public void A_camera_that_stays_silent_is_left_at_once_when_it_is_closed()
    {
        var source = Open();
        source.Start();
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        source.Dispose();
        Assert.That(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, Is.LessThan(2));
    }

    [Test]
    public void A_steady_camera_allocates_nothing()
    {
        using var capture = new CameraCapture(camera, Cameras.List(camera)[0], new CameraMode("YUYV", Width, Height, 30));
        var picture = new RawPicture();
        for (var i = 0; i < 100; i++)
            Next();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 300; i++)
            Next();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - bytes, Is.Zero);

        void Next()
        {
            camera.Give(Picture);
            if (capture.Take(picture, 1000) != CaptureResult.Picture || picture.Length != Bytes)
                throw new InvalidOperationException("no picture came");
        }
    }

    [Test]
    public void Requests_and_structures_are_the_kernels()
    {
        uint[] own = [V4l2.QueryCapability, V4l2.EnumerateFormats, V4l2.SetFormat, V4l2.RequestBuffers, V4l2.QueryBuffer, V4l2.QueueBuffer,
            V4l2.DequeueBuffer, V4l2.StreamOn, V4l2.StreamOff, V4l2.SetParameters, V4l2.EnumerateSizes, V4l2.EnumerateIntervals];
        Assert.That(own, Is.EqualTo(new uint[] { 0x80685600, 0xc0405602, 0xc0d05605, 0xc0145608, 0xc0585609, 0xc058560f, 0xc0585611, 0x40045612,
            0x40045613, 0xc0cc5616, 0xc02c564a, 0xc034564b }));
        Assert.That(V4l2.Letters(V4l2.Code("YUYV")), Is.EqualTo("YUYV"));
        Assert.That(Unsafe.SizeOf<V4l2.FrameBuffer>(), Is.EqualTo(88));
    }

    private FrameSource Open() => CameraSource.Open(camera, new VideoSource { Source = "camera", Width = Width, Height = Height }, live: true);

    private byte[] Take(FrameSource source, byte[] picture, TimeSpan age = default)
    {
        var rgba = new byte[Width * Height * 4];
        camera.GiveSoon(picture, age: age);
        Assert.That(() => source.TryTake(rgba, out _), Is.True.After(10_000, 5));
        return rgba;
    }
}
