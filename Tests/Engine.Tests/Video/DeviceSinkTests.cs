// Frames into a device that other programs take for a camera.
namespace Engine.Tests;

public sealed class DeviceSinkTests
{
    private const uint Takes = V4l2.VideoOutput | V4l2.Streaming;

    [TestCase(37, 21, 38u, 21u)]
    [TestCase(64, 48, 32u, 24u, TestName = "In the size that the device takes")]
    public void A_picture_comes_out_as_it_went_in(int width, int height, uint given, uint rows)
    {
        var device = new FakeCamera
        {
            Capabilities = Takes,
            Lie = f => f with { Width = given, Height = rows, RowBytes = (given * 2) + 6 },
        };
        using (var sink = new DeviceSink(device, "/dev/video0", width, height))
        {
            foreach (var (red, green, blue) in new[] { (192, 32, 64), (255, 255, 255), (0, 0, 0), (0, 0, 255) })
            {
                byte[] pixel = [(byte)red, (byte)green, (byte)blue, 255];
                sink.Write([.. Enumerable.Range(0, width * height * 4).Select(i => pixel[i % 4])], 1);
                var picture = new RawPicture();
                picture.Take(CameraEncoding.Find(device.Set.Code)!.Picture(device.Set), device.Written[^1]);
                var rgba = new byte[given * rows * 4];
                picture.CopyTo((int)given, (int)rows, rgba);
                Assert.That(rgba.Where((_, i) => i % 4 != 3).Select((b, i) => Math.Abs(b - pixel[i % 3])), Is.All.LessThanOrEqualTo(2));
            }
            device.IsFull = true;
            for (var i = 0; i < 5; i++)
                sink.Write(new byte[width * height * 4], 1);
            Assert.That((sink.Refused, device.Written.Count), Is.EqualTo((2, 7)), "three buffers are all it has");
            device.IsPlugged = false;
            Assert.That(() => sink.Write(new byte[width * height * 4], 1),
                Throws.InstanceOf<IOException>().With.Message.Contains("not there any more"));
        }
        Assert.That((device.OpenFiles, device.OpenMaps), Is.EqualTo((0, 0)));
    }

    [TestCase(V4l2.VideoCapture | V4l2.Streaming, "YUYV", "takes no pictures; name one that does")]
    [TestCase(Takes, "RGB3", "takes RGB3 of 64×48, not YUYV")]
    public void A_device_that_takes_none_or_others_is_said(uint capabilities, string code, string expected)
    {
        var device = new FakeCamera { Capabilities = capabilities, Lie = f => f with { Code = V4l2.Code(code) } };
        Assert.That(() => new DeviceSink(device, "/dev/video0", 64, 48), Throws.InstanceOf<IOException>().With.Message.Contains(expected));
        Assert.That(device.OpenFiles, Is.Zero);
    }
}
