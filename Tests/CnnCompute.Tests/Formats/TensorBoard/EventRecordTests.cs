// The framing of event files against published checksums, and damaged ends.
using System.Text;

namespace CnnCompute.Tests;

public sealed class EventRecordTests
{
    [Test]
    public void Checksums_are_the_published_ones()
    {
        // RFC 3720, appendix B.4, and the check value of the catalogue of CRC algorithms.
        Assert.That(EventRecord.Crc32C(new byte[32]), Is.EqualTo(0x8A9136AAu));
        Assert.That(EventRecord.Crc32C([.. Enumerable.Repeat((byte)0xff, 32)]), Is.EqualTo(0x62A8AB43u));
        Assert.That(EventRecord.Crc32C([.. Enumerable.Range(0, 32).Select(i => (byte)i)]), Is.EqualTo(0x46DD794Eu));
        Assert.That(EventRecord.Crc32C("123456789"u8), Is.EqualTo(0xE3069283u));
        // LevelDB's crc32c_test: masking is no identity, and can be done twice.
        var crc = EventRecord.Crc32C("foo"u8);
        Assert.That(EventRecord.Masked(crc), Is.Not.EqualTo(crc).And.Not.EqualTo(EventRecord.Masked(EventRecord.Masked(crc))));
        // ((crc >> 15) | (crc << 17)) + 0xa282ead8, by hand.
        Assert.That(EventRecord.Masked(0x12345678), Is.EqualTo(0x4F730F40u));
    }

    [Test]
    public void Whole_records_are_read_and_a_damaged_end_is_none()
    {
        using var stream = new MemoryStream();
        EventRecord.Write(stream, "one"u8);
        EventRecord.Write(stream, []);
        EventRecord.Write(stream, "three"u8);
        var whole = stream.ToArray();
        static string[] Read(byte[] bytes) => [.. EventRecord.ReadAll(new MemoryStream(bytes)).Select(Encoding.ASCII.GetString)];
        Assert.That(Read(whole), Is.EqualTo(new[] { "one", "", "three" }));
        var (two, last) = (whole.Length - 21, whole.Length - 1);
        for (var length = 0; length < whole.Length; length++)
            Assert.That(Read(whole[..length]), Has.Length.EqualTo(length < 19 ? 0 : length < two ? 1 : 2), $"{length} bytes");
        foreach (var at in new[] { two, two + 9, two + 13, last })
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 4;
            Assert.That(Read(damaged), Is.EqualTo(new[] { "one", "" }), $"byte {at}");
        }
    }
}
