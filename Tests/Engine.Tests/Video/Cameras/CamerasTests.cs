// Listing cameras and choosing one of their modes.
namespace Engine.Tests;

public sealed class CamerasTests
{
    [Test]
    public void A_camera_is_listed_with_what_it_offers()
    {
        var camera = new FakeCamera { Id = "/dev/v4l/by-id/usb-fake-1" };
        camera.Formats.AddRange(["MJPG", "H264"]);
        camera.Sizes.Add((1280, 720));
        var listed = Cameras.List(camera).Single();
        Assert.That((listed.Path, listed.Name, listed.Driver, listed.Bus, listed.Id, listed.Trouble),
            Is.EqualTo(("/dev/video0", "Fake Cam", "fake", "usb-1", "/dev/v4l/by-id/usb-fake-1", "")));
        Assert.That(listed.Formats.Select(f => (f.Code, f.IsRead, f.Sizes.Count)),
            Is.EqualTo([("YUYV", true, 2), ("MJPG", true, 2), ("H264", false, 0)]));
        Assert.That(listed.Formats[0].Sizes[1], Is.EqualTo(new CameraSize(1280, 720, 1280, 720, 1, 1, listed.Formats[0].Sizes[1].Rates, false)));
        Assert.That(listed.Formats[0].Sizes[1].Rates, Is.EqualTo([30.0, 15.0]));
        Assert.That((camera.OpenFiles, camera.OpenMaps), Is.EqualTo((0, 0)));
    }

    [TestCase(V4l2.Streaming, 0)]
    [TestCase(V4l2.VideoCapture, 1)]
    [TestCase(V4l2.CaptureOfPlanes | V4l2.Streaming, 1)]
    public void Devices_that_capture_nothing_are_left_out_and_others_say_what_they_lack(uint capabilities, int count)
    {
        var listed = Cameras.List(new FakeCamera { Capabilities = capabilities });
        Assert.That(listed, Has.Count.EqualTo(count));
        Assert.That(listed.Select(c => c.Trouble), Is.All.Contains("it "));
    }

    [TestCase(640, 480, 30, "YUYV 640×480 at 30")]
    [TestCase(1280, 720, 30, "MJPG 1280×720 at 30", TestName = "The rate is worth the work of decoding")]
    [TestCase(1280, 720, 8, "YUYV 1280×720 at 10", TestName = "Where it is enough nothing is decoded")]
    [TestCase(600, 400, 30, "YUYV 640×480 at 30", TestName = "A little larger")]
    [TestCase(64, 48, 30, "YUYV 320×240 at 30", TestName = "The least there is")]
    [TestCase(3840, 2160, 30, "MJPG 1280×720 at 30", TestName = "The most there is")]
    public void The_mode_that_fits_best_is_taken(int width, int height, double rate, string expected)
    {
        static CameraSize Size(int width, int height, params double[] rates) => new(width, height, width, height, 1, 1, rates, false);
        var camera = new CameraDevice("/dev/video0", "", "", "", "",
        [
            new("H264", "", false, [Size(1280, 720, 60)]), new("MJPG", "", true, [Size(640, 480, 30), Size(1280, 720, 30)]),
            new("YUYV", "", true, [Size(320, 240, 30), Size(640, 480, 30, 15), Size(1280, 720, 10)]),
        ], "");
        var mode = camera.ModeFor(width, height, rate)!;
        Assert.That($"{mode.Code} {mode.Width}×{mode.Height} at {mode.Rate}", Is.EqualTo(expected));
    }

    [Test]
    public void A_range_of_sizes_and_rates_gives_what_is_wanted_where_it_can()
    {
        var range = new CameraSize(48, 32, 4096, 2160, 16, 2, [60, 1], true);
        Assert.That((range.Near(641, 481), range.Near(1, 1), range.Near(9999, 9999)), Is.EqualTo(((656, 482), (48, 32), (4096, 2160))));
        Assert.That((range.Near(29.97), range.Near(100), range.Near(0.1)), Is.EqualTo((29.97, 60, 1)));
        Assert.That((range with { Rates = [60, 29.97, 15], IsAnyRate = false }).Near(30), Is.EqualTo(29.97), "30 in all but name");
    }

    [Test]
    public void A_camera_that_sees_in_the_dark_comes_after_one_that_sees_colours()
    {
        static CameraDevice Camera(string code) => new(code, "", "", "", "", [new(code, "", true, [new(640, 480, 640, 480, 1, 1, [30], false)])], "");
        Assert.That(Camera("GREY").Best(640, 480, 30)!.Value.Cost, Is.GreaterThan(Camera("MJPG").Best(320, 240, 15)!.Value.Cost));
    }

    [Test]
    public void What_no_format_is_read_of_goes_through_ffmpeg_with_a_word()
    {
        var (camera, before, said) = (new FakeCamera { Path = "/dev/null" }, Log.Sink, new List<string>());
        camera.Formats[0] = "H264";
        Log.Sink = (_, text) => said.Add(text);
        try
        {
            using var source = CameraSource.Open(camera, new VideoSource { Source = "camera" }, live: true);
            Assert.That(source, Is.InstanceOf<FfmpegSource>());
        }
        finally
        {
            Log.Sink = before;
        }
        Assert.That(said, Is.EqualTo(["the camera Fake Cam (/dev/null) offers H264; ffmpeg reads that"]));
    }
}
