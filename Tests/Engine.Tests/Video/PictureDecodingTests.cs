// Raw pictures on the device, against the formulas of the standards written out in double precision.
namespace Engine.Tests;

public sealed class PictureDecodingTests
{
    private const double Red601 = 0.299, Blue601 = 0.114, Red709 = 0.2126, Blue709 = 0.0722, Red2020 = 0.2627, Blue2020 = 0.0593;

    private static readonly string[] Codes =
        ["YUYV", "YVYU", "UYVY", "VYUY", "NV12", "NV21", "NV16", "NV61", "YU12", "YV12", "RGB3", "BGR3", "XR24", "BX24", "XB24", "RX24", "GREY"];

    // Colour space, matrix and range of V4L2, and what they mean (linux/videodev2.h, V4L2_MAP_..._DEFAULT).
    private static readonly TestCaseData[] Spaces =
    [
        new(8u, 0u, 0u, Red601, Blue601, false), new(0u, 0u, 0u, Red601, Blue601, false), new(1u, 0u, 0u, Red601, Blue601, false),
        new(3u, 0u, 0u, Red709, Blue709, false), new(7u, 0u, 0u, Red601, Blue601, true), new(10u, 0u, 0u, Red2020, Blue2020, false),
        new(12u, 0u, 0u, Red709, Blue709, false), new(8u, 2u, 0u, Red709, Blue709, false), new(3u, 1u, 1u, Red601, Blue601, true),
        new(7u, 0u, 2u, Red601, Blue601, false), new(8u, 6u, 1u, Red2020, Blue2020, true),
    ];

    [Test]
    public void Every_format_is_what_its_letters_say([ValueSource(nameof(Codes))] string code,
        [Values(1, 0)] int scaled, [Values(0, 13)] int padding)
    {
        const int Width = 37, Height = 21;
        var stored = Random(Width, Height, code, padding, out var format);
        var (targetWidth, targetHeight) = scaled == 0 ? (Width, Height) : (24, 31);
        var components = Components(code, stored, format);
        var isRgb = code is "RGB3" or "BGR3" or "XR24" or "BX24" or "XB24" or "RX24";
        Check(stored, format, targetWidth, targetHeight, (x, y) =>
        {
            var (a, b, c) = Mean(components, Width, Height, targetWidth, targetHeight, x, y);
            return isRgb ? (a, b, c) : code == "GREY" ? Colour(a, 128, 128, Red601, Blue601, false) : Colour(a, b, c, Red601, Blue601, false);
        });
    }

    [TestCaseSource(nameof(Spaces))]
    public void Colours_are_those_of_the_space(uint space, uint matrix, uint range, double red, double blue, bool isFull)
    {
        var stored = Random(16, 8, "YUYV", 0, out var format);
        format = format with { ColourSpace = space, Matrix = matrix, Range = range };
        var components = Components("YUYV", stored, format);
        Check(stored, format, 16, 8, (x, y) =>
        {
            var (a, b, c) = components(x, y);
            return Colour(a, b, c, red, blue, isFull);
        });
    }

    [Test]
    public void What_a_driver_without_extended_fields_left_there_is_not_read()
    {
        var stored = Random(16, 8, "YUYV", 0, out var format);
        format = format with { Magic = 0, Matrix = 2, Range = 1 };
        var components = Components("YUYV", stored, format);
        Check(stored, format, 16, 8, (x, y) =>
        {
            var (a, b, c) = components(x, y);
            return Colour(a, b, c, Red601, Blue601, false);
        });
    }

    [TestCase(1f, true)]
    [TestCase(0.5f, false)]
    [TestCase(0.25f, true)]
    public void A_share_of_the_middle_is_shown_mirrored_or_not(float crop, bool isMirrored)
    {
        const int Side = 16;
        var gpu = GpuFixture.Gpu;
        using var decoding = new PictureDecoding(gpu, "test");
        using var image = gpu.Image(Side, Side);
        // Red is the column, green the row, in sixteenths of the whole.
        var picture = new RawPicture();
        picture.Take(PictureEncoding.Rgba(Side * 4, Side * 4),
            [.. Enumerable.Range(0, Side * Side * 16).SelectMany(i => new[] { (byte)(i % 64 * 4), (byte)(i / 64 * 4), (byte)7, (byte)255 })]);
        gpu.Run(commands => decoding.Record(commands, picture, image, crop, isMirrored));
        var shown = gpu.Download(image);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                double At(double place) => (((0.5 + ((((place + 0.5) / Side) - 0.5) * crop)) * 64) - 0.5) * 4;
                var at = ((y * Side) + x) * 4;
                Assert.That((shown[at], shown[at + 1]), Is.EqualTo((At(isMirrored ? Side - 1 - x : x), At(y))).Within(2.1), $"({x}, {y})");
            }
        }
        Assert.That(gpu.ValidationMessages, Is.Empty);
    }

    [Test]
    public void Larger_pictures_than_before_and_smaller_ones_follow_each_other()
    {
        var gpu = GpuFixture.Gpu;
        using var decoding = new PictureDecoding(gpu, "test");
        using var image = gpu.Image(8, 8);
        foreach (var (side, grey) in new[] { (8, 20), (33, 120), (9, 220) })
        {
            var picture = new RawPicture();
            picture.Take(PictureEncoding.Rgba(side, side), [.. Enumerable.Repeat((byte)grey, side * side * 4)]);
            gpu.Run(commands => decoding.Record(commands, picture, image));
            Assert.That(gpu.Download(image).Where((_, i) => i % 4 != 3), Is.All.EqualTo(grey));
        }
    }

    // On the device and in the processor, within a rounding of the exact value.
    private static void Check(byte[] stored, in V4l2.Format format, int width, int height, Func<int, int, (double R, double G, double B)> expected)
    {
        var gpu = GpuFixture.Gpu;
        var picture = new RawPicture();
        picture.Take(CameraEncoding.Find(format.Code)!.Picture(format), stored);
        Assert.That(picture.Encoding.Bytes, Is.LessThanOrEqualTo(stored.Length));
        using var decoding = new PictureDecoding(gpu, "test");
        using var image = gpu.Image(width, height);
        gpu.Run(commands => decoding.Record(commands, picture, image));
        var device = gpu.Download(image);
        var processor = new byte[width * height * 4];
        picture.CopyTo(width, height, processor);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = expected(x, y);
                var at = ((y * width) + x) * 4;
                foreach (var (place, exact) in new[] { (at, r), (at + 1, g), (at + 2, b), (at + 3, 255) })
                {
                    var clamped = Math.Clamp(exact, 0, 255);
                    if (Math.Abs(device[place] - clamped) > 0.51 || Math.Abs(processor[place] - clamped) > 0.51)
                        Assert.Fail($"byte {place - at} of ({x}, {y}): {clamped:F3}, device {device[place]}, processor {processor[place]}");
                }
            }
        }
    }

    private static byte[] Random(int width, int height, string code, int padding, out V4l2.Format format)
    {
        var row = padding + code switch
        {
            "GREY" => width,
            "NV12" or "NV21" or "NV16" or "NV61" or "YU12" or "YV12" => width + 1,
            "RGB3" or "BGR3" => width * 3,
            "YUYV" or "YVYU" or "UYVY" or "VYUY" => (width + 1) * 2,
            _ => width * 4,
        };
        format = new()
        {
            Width = (uint)width,
            Height = (uint)height,
            Code = V4l2.Code(code),
            RowBytes = (uint)row,
            ColourSpace = 8,
            Magic = V4l2.ExtendedMagic,
        };
        var chance = new Chance(width, height, Chance.Of(code));
        var bytes = new byte[row * height * 2 + row];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)chance.Below(256);
        return bytes;
    }

    // The three components of a pixel, as the kernel's pages on formats draw them.
    private static Func<int, int, (double, double, double)> Components(string code, byte[] bytes, V4l2.Format format)
    {
        int row = (int)format.RowBytes, size = row * (int)format.Height, half = (row + 1) / 2, quarter = half * (((int)format.Height + 1) / 2);
        return code switch
        {
            "YUYV" or "YVYU" or "UYVY" or "VYUY" => (x, y) =>
            {
                var four = bytes.AsSpan((y * row) + (x / 2 * 4), 4);
                return (four[code.IndexOf('Y') + (x % 2 * 2)], four[code.IndexOf('U')], four[code.IndexOf('V')]);
            }
            ,
            "NV12" or "NV16" or "NV21" or "NV61" => (x, y) =>
            {
                var at = size + ((code is "NV12" or "NV21" ? y / 2 : y) * row) + (x / 2 * 2);
                var isSwapped = code is "NV21" or "NV61" ? 1 : 0;
                return (bytes[(y * row) + x], bytes[at + isSwapped], bytes[at + 1 - isSwapped]);
            }
            ,
            "YU12" => (x, y) => (bytes[(y * row) + x], bytes[size + (y / 2 * half) + (x / 2)], bytes[size + quarter + (y / 2 * half) + (x / 2)]),
            "YV12" => (x, y) => (bytes[(y * row) + x], bytes[size + quarter + (y / 2 * half) + (x / 2)], bytes[size + (y / 2 * half) + (x / 2)]),
            "GREY" => (x, y) => (bytes[(y * row) + x], 0, 0),
            "RGB3" => (x, y) => (bytes[(y * row) + (x * 3)], bytes[(y * row) + (x * 3) + 1], bytes[(y * row) + (x * 3) + 2]),
            "BGR3" => (x, y) => (bytes[(y * row) + (x * 3) + 2], bytes[(y * row) + (x * 3) + 1], bytes[(y * row) + (x * 3)]),
            // The memory's order: BGRX, XRGB, RGBX, XBGR.
            "XR24" => (x, y) => (bytes[(y * row) + (x * 4) + 2], bytes[(y * row) + (x * 4) + 1], bytes[(y * row) + (x * 4)]),
            "BX24" => (x, y) => (bytes[(y * row) + (x * 4) + 1], bytes[(y * row) + (x * 4) + 2], bytes[(y * row) + (x * 4) + 3]),
            "XB24" => (x, y) => (bytes[(y * row) + (x * 4)], bytes[(y * row) + (x * 4) + 1], bytes[(y * row) + (x * 4) + 2]),
            _ => (x, y) => (bytes[(y * row) + (x * 4) + 3], bytes[(y * row) + (x * 4) + 2], bytes[(y * row) + (x * 4) + 1]),
        };
    }

    // ITU-R BT.601 and 709: E'Y is red, green and blue weighed, E'Cb and E'Cr are blue and red less it, scaled to ±0.5.
    private static (double R, double G, double B) Colour(double luma, double cb, double cr, double red, double blue, bool isFull)
    {
        var y = isFull ? luma / 255 : (luma - 16) / 219;
        double pb = (cb - 128) / (isFull ? 255 : 224), pr = (cr - 128) / (isFull ? 255 : 224);
        double r = y + (pr * 2 * (1 - red)), b = y + (pb * 2 * (1 - blue));
        return (r * 255, (y - (red * r) - (blue * b)) / (1 - red - blue) * 255, b * 255);
    }

    private static (double, double, double) Mean(Func<int, int, (double A, double B, double C)> of, int width, int height, int targetWidth,
        int targetHeight, int x, int y)
    {
        var scale = Math.Min(width / (double)targetWidth, height / (double)targetHeight);
        var reach = Math.Max(1, scale);
        var centreX = (width / 2.0) + ((x + 0.5 - (targetWidth / 2.0)) * scale);
        var centreY = (height / 2.0) + ((y + 0.5 - (targetHeight / 2.0)) * scale);
        double a = 0, b = 0, c = 0, total = 0;
        for (var v = 0; v < height; v++)
        {
            for (var u = 0; u < width; u++)
            {
                var weight = Math.Max(0, 1 - (Math.Abs(u + 0.5 - centreX) / reach)) * Math.Max(0, 1 - (Math.Abs(v + 0.5 - centreY) / reach));
                if (weight == 0)
                    continue;
                var (first, second, third) = of(u, v);
                (a, b, c, total) = (a + (weight * first), b + (weight * second), c + (weight * third), total + weight);
            }
        }
        return (a / total, b / total, c / total);
    }
}
