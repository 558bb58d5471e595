// Every kind of PNG against the samples it was made of.
namespace Engine.Tests;

public sealed class PngDecoderTests
{
    [Test]
    public void Every_colour_depth_and_order_gives_its_samples([Values(0, 2, 3, 4, 6)] int colour, [Values(1, 2, 4, 8, 16)] int bits,
        [Values] bool interlaced)
    {
        if (colour is 2 or 4 or 6 ? bits < 8 : colour == 3 && bits > 8)
            return;
        foreach (var (width, height) in new[] { (1, 1), (3, 2), (13, 11), (8, 9) })
        {
            var channels = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
            var most = (1 << bits) - 1;
            var samples = Enumerable.Range(0, width * height * channels).Select(i => (int)((i * 2654435761u) >> 13) & most).ToArray();
            byte[] palette = colour == 3 ? [.. Enumerable.Range(0, 3 << bits).Select(i => (byte)(i * 29))] : [];
            var png = new TestPng(width, height, colour, bits, samples) { Palette = palette, Interlaced = interlaced, Filters = width };
            var expected = new List<byte>();
            int Eight(int i) => (int)Math.Round(samples[i] * 255.0 / most, MidpointRounding.AwayFromZero);
            for (var p = 0; p < width * height; p++)
            {
                expected.AddRange(colour switch
                {
                    0 => Enumerable.Repeat((byte)Eight(p), 3).Append((byte)255),
                    2 => [(byte)Eight(3 * p), (byte)Eight((3 * p) + 1), (byte)Eight((3 * p) + 2), 255],
                    3 => [.. palette.AsSpan(3 * samples[p], 3), 255],
                    4 => Enumerable.Repeat((byte)Eight(2 * p), 3).Append((byte)Eight((2 * p) + 1)),
                    _ => [(byte)Eight(4 * p), (byte)Eight((4 * p) + 1), (byte)Eight((4 * p) + 2), (byte)Eight((4 * p) + 3)],
                });
            }
            Assert.That(PictureDecoder.Decode(png.Bytes()), Is.EqualTo((width, height, expected.ToArray())), $"{width}×{height}");
        }
    }

    [Test]
    public void A_colour_or_an_entry_of_the_palette_can_be_transparent()
    {
        var grey = new TestPng(2, 1, 0, 16, [0x1234, 0x1235]) { Transparency = [0x12, 0x34] };
        Assert.That(PictureDecoder.Decode(grey.Bytes()).Rgba, Is.EqualTo(new byte[] { 18, 18, 18, 0, 18, 18, 18, 255 }));
        var rgb = new TestPng(2, 1, 2, 8, [1, 2, 3, 1, 2, 4]) { Transparency = [0, 1, 0, 2, 0, 3] };
        Assert.That(PictureDecoder.Decode(rgb.Bytes()).Rgba, Is.EqualTo(new byte[] { 1, 2, 3, 0, 1, 2, 4, 255 }));
        var entry = new TestPng(3, 1, 3, 2, [0, 1, 2]) { Palette = [9, 8, 7, 6, 5, 4, 3, 2, 1], Transparency = [50, 100] };
        Assert.That(PictureDecoder.Decode(entry.Bytes()).Rgba, Is.EqualTo(new byte[] { 9, 8, 7, 50, 6, 5, 4, 100, 3, 2, 1, 255 }));
    }

    [Test]
    public void What_is_damaged_or_breaks_off_is_said_with_its_row()
    {
        var noise = Enumerable.Range(0, 64 * 64 * 3).Select(i => (int)((i * 2654435761u) >> 11) & 255).ToArray();
        var whole = new TestPng(64, 64, 2, 8, noise) { Filters = 0 }.Bytes();
        Assert.That(() => PictureDecoder.Decode(whole[..(whole.Length / 2)]),
            Throws.TypeOf<InvalidDataException>().With.Message.Match(@"^it breaks off in row \d+ of 64$"));
        Assert.That(() => PictureDecoder.Decode(whole[..50]), Throws.TypeOf<InvalidDataException>().With.Message.Contains("breaks off"));
        whole[200] ^= 1;
        Assert.That(() => PictureDecoder.Decode(whole), Throws.TypeOf<InvalidDataException>().With.Message.Contains("a checksum is wrong"));
        var few = new TestPng(2, 1, 3, 8, [0, 7]) { Palette = [1, 2, 3] };
        Assert.That(() => PictureDecoder.Decode(few.Bytes()), Throws.TypeOf<InvalidDataException>().With.Message.Contains("no colour 7"));
        var none = new TestPng(1, 1, 3, 8, [0]);
        Assert.That(() => PictureDecoder.Decode(none.Bytes()), Throws.TypeOf<InvalidDataException>().With.Message.Contains("no palette"));
    }

    [Test]
    public void What_its_bytes_cannot_hold_is_refused_before_memory_is_asked_for()
    {
        var small = new TestPng(1, 1, 2, 8, [1, 2, 3]).Bytes();
        // The header of a picture of 11,000 × 11,000, with its checksum.
        byte[] header = [0, 0, 0x2A, 0xF8, 0, 0, 0x2A, 0xF8, 8, 2, 0, 0, 0];
        byte[] huge = [.. small[..8], .. TestPng.Chunk("IHDR", header), .. small[33..]];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => PictureDecoder.Decode(huge),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("cannot hold 11000 × 11000 pixels"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
    }
}
