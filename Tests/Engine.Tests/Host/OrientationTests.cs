// Pictures that were stored as the camera was held come out upright, whatever their kind.
using System.Diagnostics;
using System.Text;

namespace Engine.Tests;

public sealed class OrientationTests
{
    private const int Width = 24, Height = 16, Block = 8;

    // Six blocks of colours far apart, so that a picture in another position is another picture.
    private static readonly byte[][] Colours = [[230, 20, 20], [20, 200, 30], [30, 40, 220], [240, 240, 30], [10, 10, 10], [240, 240, 240]];
    private string folder = null!;

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("turned").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Pictures_are_read_upright([Values(1, 2, 3, 4, 5, 6, 7, 8)] int orientation, [Values("png", "jpg", "webp", "tif")] string kind)
    {
        var (width, height, rgb) = Stored(orientation);
        var file = Path.Combine(folder, $"turned.{kind}");
        var png = new TestPng(width, height, 2, 8, [.. rgb.Select(b => (int)b)]) { Exif = TestPng.ExifOf(orientation, little: orientation % 2 == 0) };
        if (kind == "tif")
        {
            File.WriteAllBytes(file, TestPng.Tiff(width, height, rgb, orientation));
        }
        else
        {
            File.WriteAllBytes(Path.Combine(folder, "stored.png"), png.Bytes());
            if (kind == "png")
                File.Move(Path.Combine(folder, "stored.png"), file);
            else
                Convert(file, kind);
        }
        if (kind == "jpg")
            File.WriteAllBytes(file, TestPng.InJpeg(File.ReadAllBytes(file), png.Exif));
        if (kind == "webp")
            File.WriteAllBytes(file, TestPng.InWebP(File.ReadAllBytes(file), png.Exif, width, height));
        var read = PictureFile.Read(file);
        Assert.That((read.Width, read.Height), Is.EqualTo((Width, Height)));
        var upright = Stored(1).Rgb;
        for (var i = 0; i < Width * Height * 3; i++)
            Assert.That((int)read.Rgba[(i / 3 * 4) + (i % 3)], Is.EqualTo((int)upright[i]).Within(kind == "jpg" ? 12 : 0), $"byte {i}");
    }

    [TestCase(0, -1, 1)]
    [TestCase(1, -1, 8)]
    [TestCase(2, -1, 3)]
    [TestCase(3, -1, 6)]
    [TestCase(0, 0, 4)]
    [TestCase(0, 1, 2)]
    [TestCase(1, 0, 5)]
    [TestCase(1, 1, 7)]
    [TestCase(2, 0, 2)]
    [TestCase(3, 1, 5)]
    public void Turns_and_mirrors_of_heif_have_numbers_of_exif(int quarters, int mirror, int orientation)
    {
        byte[] Box(string kind, params byte[] content) => [0, 0, 0, (byte)(content.Length + 8), .. Encoding.ASCII.GetBytes(kind), .. content];
        byte[] properties =
        [
            .. Box("ispe", 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 5), .. Box("ispe", 0, 0, 0, 0, 0, 0, 1, 44, 0, 0, 0, 200), .. Box("irot", (byte)quarters),
            .. mirror < 0 ? [] : Box("imir", (byte)mirror),
        ];
        byte[] file =
        [
            .. Box("ftyp", [.. "heic\0\0\0\0mif1heic"u8]), .. Box("meta", [0, 0, 0, 0, .. Box("iprp", Box("ipco", properties))]),
            .. Box("mdat", 1, 2, 3),
        ];
        Assert.That(PictureHeader.Read(file), Is.EqualTo(new PictureHeader(PictureFormat.Heic, 300, 200, orientation)));
        for (var length = 0; length < file.Length; length++)
            Assert.That(() => PictureHeader.Read(file.AsSpan(0, length)), Throws.Nothing, "any part of it");
    }

    [Test]
    public void Damaged_exif_is_upright_and_never_an_error()
    {
        var exif = TestPng.ExifOf(6, little: true);
        for (var at = 0; at < exif.Length; at++)
        {
            foreach (var value in new byte[] { 0, 1, 0x7F, 0xFF })
            {
                var damaged = exif.ToArray();
                damaged[at] = value;
                Assert.That(Exif.Orientation(damaged), Is.InRange(1, 8));
                Assert.That(Exif.Orientation(exif.AsSpan(0, at)), Is.InRange(1, 8));
            }
        }
        Assert.That(Exif.Orientation(TestPng.ExifOf(9, little: false)), Is.EqualTo(1));
    }

    // The pixels of a file whose orientation makes the upright picture of them.
    private static (int Width, int Height, byte[] Rgb) Stored(int orientation)
    {
        var (width, height) = orientation >= 5 ? (Height, Width) : (Width, Height);
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                // Where EXIF's table says that the stored pixel is shown.
                var (column, row) = orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (height - 1 - y, x),
                    7 => (height - 1 - y, width - 1 - x),
                    8 => (y, width - 1 - x),
                    _ => (x, y),
                };
                Colours[(row / Block * (Width / Block)) + (column / Block)].CopyTo(rgb, ((y * width) + x) * 3);
            }
        }
        return (width, height, rgb);
    }

    private void Convert(string file, string kind)
    {
        string[] how = kind == "jpg" ? ["-q:v", "1", "-pix_fmt", "yuvj444p"] : ["-c:v", "libwebp", "-lossless", "1"];
        string[] line = ["-loglevel", "error", "-noautorotate", "-i", Path.Combine(folder, "stored.png"), .. how, file];
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", line) { RedirectStandardError = true })!;
        var words = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (words.Contains("Unknown encoder", StringComparison.Ordinal))
            Assert.Ignore($"this ffmpeg writes no {kind}");
        Assert.That(process.ExitCode, Is.Zero, words);
    }
}
