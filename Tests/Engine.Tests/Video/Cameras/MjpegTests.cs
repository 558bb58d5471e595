// JPEG pictures as cameras send them, without their Huffman tables.
namespace Engine.Tests;

public sealed class MjpegTests
{
    [Test]
    public void Tables_that_are_left_out_are_the_standards()
    {
        var whole = Encode();
        var bare = WithoutTables(whole);
        Assert.That(bare, Has.Length.LessThan(whole.Length - 400));
        RawPicture expected = new(), found = new();
        Assert.That((Mjpeg.Decode(whole, expected), Mjpeg.Decode(bare, found)), Is.EqualTo((default(string), default(string))));
        Assert.That(found.IsRgba(48, 32));
        Assert.That(found.Contents.ToArray(), Is.EqualTo(expected.Contents.ToArray()));
        Assert.That(found.Contents[..3].ToArray(), Is.EqualTo(new byte[] { 0x20, 0xc0, 0x40 }).Using<byte>((a, b) => Math.Abs(a - b) <= 6));
        Assert.That(found.Contents.ToArray().Distinct().Count(), Is.GreaterThan(50), "all tables are needed for a noise");
    }

    [Test]
    public void What_breaks_off_or_is_none_is_told_and_nothing_throws()
    {
        var bare = WithoutTables(Encode());
        var picture = new RawPicture();
        for (var length = 0; length < bare.Length - 2; length += 7)
            Assert.That(Mjpeg.Decode(bare.AsSpan(0, length), picture), Is.Not.Null, $"{length} of {bare.Length} bytes");
        Assert.That(picture.Length, Is.Zero);
    }

    private static byte[] Encode()
    {
        using var ffmpeg = new Ffmpeg(["-loglevel", "error", "-f", "lavfi", "-i", "color=c=0x20c040:size=48x32,noise=alls=40:all_seed=3,"
            + "drawbox=0:0:16:16:0x20c040:t=fill,drawbox=24:8:16:16:red:t=fill", "-frames:v", "1", "-huffman", "default", "-q:v", "2",
            "-pix_fmt", "yuvj422p", "-f", "mjpeg", "pipe:1"]);
        using var bytes = new MemoryStream();
        ffmpeg.Output.CopyTo(bytes);
        Assert.That(ffmpeg.Wait(), Is.Null);
        return bytes.ToArray();
    }

    private static byte[] WithoutTables(byte[] jpeg)
    {
        List<byte> kept = [.. jpeg[..2]];
        for (var at = 2; ;)
        {
            var end = at + 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]);
            if (jpeg[at + 1] == 0xDA)
                return [.. kept, .. jpeg[at..]];
            if (jpeg[at + 1] != 0xC4)
                kept.AddRange(jpeg[at..end]);
            at = end;
        }
    }
}
