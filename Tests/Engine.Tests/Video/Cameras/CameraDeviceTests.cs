// A camera that is really there: run where the kernel has one, such as its own test driver vivid, which shows colour bars.
using System.Diagnostics;

namespace Engine.Tests;

[NonParallelizable]
public sealed class CameraDeviceTests
{
    private const string Driver = "/sys/bus/platform/drivers/vivid", Device = "vivid.0";

    // Three quarters of full colour, sRGB-encoded, as vivid's driver defines its bars.
    private static readonly byte[][] Bars =
        [[191, 191, 191], [191, 191, 0], [0, 191, 191], [0, 191, 0], [191, 0, 191], [191, 0, 0], [0, 0, 191], [0, 0, 0]];

    private readonly ManualResetEvent never = new(false);
    private CameraDevice camera = null!;

    [OneTimeTearDown]
    public void Forget() => never.Dispose();

    [SetUp]
    public void FindCamera() =>
        camera = Cameras.List() is [{ Trouble: "" } best, ..] ? best : IgnoreAll<CameraDevice>("no camera here");

    [TestCase("YUYV", 640, 480)]
    [TestCase("NV12", 640, 480)]
    [TestCase("RGB3", 640, 480)]
    [TestCase("YU12", 320, 180)]
    [TestCase("XR24", 1280, 720)]
    public void Bars_have_their_colours(string code, int width, int height)
    {
        if (camera.Driver != "vivid")
            Assert.Ignore($"{camera.Name} shows no colour bars");
        var gpu = GpuFixture.Gpu;
        var picture = new RawPicture();
        using (var capture = new CameraCapture(VideoDevices.Machine, camera, new CameraMode(code, width, height, 25)))
        {
            Assert.That(capture.Mode.Code, Is.EqualTo(code));
            var start = Stopwatch.GetTimestamp();
            while (capture.Take(picture, 100) != CaptureResult.Picture)
                Assert.That(Stopwatch.GetElapsedTime(start).TotalSeconds, Is.LessThan(20), "no picture");
        }
        using var decoding = new PictureDecoding(gpu, "camera");
        using var image = gpu.Image(320, 240);
        gpu.Run(commands => decoding.Record(commands, picture, image));
        var rgba = gpu.Download(image);
        for (var bar = 0; bar < 8; bar++)
        {
            // Below the driver's own text; in the middle of the bar as it is when the sides that do not fit are cut off.
            var x = 160 + (int)((bar - 3.5) / 8 * 240 * width / height);
            if (x is < 8 or >= 312)
                continue;
            var found = rgba[(((200 * 320) + x) * 4)..][..3];
            TestContext.Out.WriteLine($"{code} bar {bar}: {string.Join(',', found)}, true {string.Join(',', Bars[bar])}");
            Assert.That(found, Is.EqualTo(Bars[bar]).Using<byte>((a, b) => Math.Abs(a - b) <= 6), $"bar {bar}");
        }
    }

    [TestCase(640, 480, 25)]
    [TestCase(640, 360, 30)]
    public void Pictures_come_at_the_rate_and_soon(int width, int height, double rate)
    {
        var wanted = new VideoSource { Source = "camera", Width = width, Height = height };
        using var source = (CameraSource)new FrameSources().Open(wanted, "", live: true);
        source.Start();
        RawPicture picture = new();
        Wait(source, ref picture);
        var (start, ages, delivered) = (Stopwatch.GetTimestamp(), new List<double>(), source.Delivered);
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < 6)
        {
            if (source.TryExchange(ref picture, out _))
                ages.Add(Stopwatch.GetElapsedTime(source.TakenAt).TotalMilliseconds);
            else
                never.WaitOne(1);
        }
        var taken = ages.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        ages.Sort();
        TestContext.Out.WriteLine($"{source.Mode}: {taken:F1} pictures/s; age when taken: median {ages[ages.Count / 2]:F1} ms, 95 % under "
            + $"{ages[ages.Count * 95 / 100]:F1} ms; {source.Dropped} of {source.Delivered} dropped, {source.Delivered - delivered} in the time");
        Assert.That(taken, Is.GreaterThan(Math.Min(source.Mode.Rate, rate) * 0.8));
        Assert.That(ages[ages.Count / 2], Is.LessThan(1000 / rate), "a frame");
    }

    [Test]
    public void A_driver_that_is_taken_away_comes_back()
    {
        if (camera.Driver != "vivid" || Environment.UserName != "root" || !Directory.Exists($"{Driver}/{Device}"))
            Assert.Ignore("only root takes away a driver, and only that of a test");
        using var source = new FrameSources().Open(new VideoSource { Source = "camera" }, "", live: true);
        source.Start();
        RawPicture picture = new();
        Wait(source, ref picture);
        File.WriteAllText($"{Driver}/unbind", Device);
        Assert.That(() => source.Trouble, Is.Not.Null.After(10_000, 20));
        TestContext.Out.WriteLine(source.Trouble);
        never.WaitOne(2500);
        File.WriteAllText($"{Driver}/bind", Device);
        Assert.That(() => source.Trouble, Is.Null.After(20_000, 20));
        source.TryExchange(ref picture, out _);
        Wait(source, ref picture);
    }

    [Test]
    public void Who_comes_second_is_told_that_another_has_it()
    {
        using var first = new CameraCapture(VideoDevices.Machine, camera, camera.ModeFor(640, 480, 30)!);
        Assert.That(() => new FrameSources().Open(new VideoSource { Source = camera.Path }, "", live: true),
            Throws.InstanceOf<IOException>().With.Message.Contains("another program takes its pictures"));
    }

    private void Wait(FrameSource source, ref RawPicture picture)
    {
        for (var start = Stopwatch.GetTimestamp(); !source.TryExchange(ref picture, out _); never.WaitOne(5))
            Assert.That(Stopwatch.GetElapsedTime(start).TotalSeconds, Is.LessThan(20), "no picture");
    }

    private static T IgnoreAll<T>(string why)
    {
        Assert.Ignore(why);
        return default!;
    }
}
