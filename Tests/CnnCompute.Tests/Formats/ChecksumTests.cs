// A safetensors file that was changed after it had been written.
namespace CnnCompute.Tests;

public sealed class ChecksumTests
{
    private static readonly KeyValuePair<string, TensorData>[] Arrays =
        [new("b", new TensorData(new Shape(2), [1, float.NaN])), new("a", new TensorData(new Shape(1, 2), [3, 4]))];

    [Test]
    public void It_covers_names_shapes_bits_and_notes_in_any_order()
    {
        var notes = new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" };
        var sum = Checksum.Of(Arrays, notes);
        Assert.That(sum, Has.Length.EqualTo(64));
        Assert.That(Checksum.Of(Arrays.Reverse(), notes.Reverse().Append(new(Checksum.Key, "anything"))), Is.EqualTo(sum));
        Assert.That(Checksum.Of(Arrays, new Dictionary<string, string> { ["x"] = "1", ["y"] = "3" }), Is.Not.EqualTo(sum));
        Assert.That(Checksum.Of([Arrays[0], new("a", new TensorData(new Shape(2, 1), [3, 4]))], notes), Is.Not.EqualTo(sum));
        Assert.That(Checksum.Of([Arrays[0], new("a", new TensorData(new Shape(1, 2), [3, MathF.BitIncrement(4)]))], notes), Is.Not.EqualTo(sum));
        Assert.That(Checksum.Of([Arrays[0]], notes), Is.Not.EqualTo(sum));
    }

    [Test]
    public void Files_without_one_are_read_and_changed_ones_refused()
    {
        var path = Path.Combine(Path.GetTempPath(), $"checksum-{Guid.NewGuid():N}.safetensors");
        try
        {
            Safetensors.Save(path, Arrays, new Dictionary<string, string> { ["x"] = "1" });
            Assert.That(Checksum.Verify(path, Safetensors.Load(path)), Is.False);
            var notes = new Dictionary<string, string> { ["x"] = "1" };
            notes[Checksum.Key] = Checksum.Of(Arrays, notes);
            Safetensors.Save(path, Arrays, notes);
            Assert.That(Checksum.Verify(path, Safetensors.Load(path)), Is.True);
            var bytes = File.ReadAllBytes(path);
            bytes[^1] ^= 1;
            File.WriteAllBytes(path, bytes);
            Assert.That(() => Checksum.Verify(path, Safetensors.Load(path)),
                Throws.InstanceOf<InvalidDataException>().With.Message.Contains(path).And.Message.Contains("checksum"));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
