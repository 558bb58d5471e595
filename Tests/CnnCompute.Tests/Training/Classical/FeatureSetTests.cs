// Vectors made of pictures.
namespace CnnCompute.Tests;

public sealed class FeatureSetTests
{
    [Test]
    public void Pixels_come_channel_after_channel_as_a_norm_wants_them()
    {
        var data = new Colours();
        var set = FeatureSet.OfPixels(data, new PixelNorm((1, 2, 3), (0, 0, 1)));
        Assert.That((set.Count, set.Sample, set.Length), Is.EqualTo((3, new Shape(3, 1, 2), 6)));
        Assert.That(set.Row(2).ToArray(), Is.EqualTo((float[])[20, 23, 42, 48, 67, 76]));
        Assert.That(FeatureSet.OfPixels(data, PixelNorm.Byte with { IsBgr = true }, most: 1).Values, Is.EqualTo((float[])[2, 5, 1, 4, 0, 3]));
        Assert.That(set.Subset("two", [2, 0]).Labels, Is.EqualTo((int[])[0, 0]));
        var drawn = set.Draw(2, seed: 3);
        Assert.That(drawn.Count, Is.EqualTo(2));
        Assert.That(set.Draw(9, seed: 3).Values[..12], Is.EqualTo(drawn.Values));
    }

    [Test]
    public void A_damaged_picture_is_named_and_labels_out_of_range_are_refused()
    {
        Assert.That(() => FeatureSet.OfPixels(new Colours { Fails = true }),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("sample 1 is torn"));
        Assert.That(() => new FeatureSet("x", new Shape(1), [1], [2], ["a", "b"]),
            Throws.ArgumentException.With.Message.Contains("label 2 of sample 0"));
        Assert.That(() => new FeatureSet("x", new Shape(2), [1], [0], ["a", "b"]),
            Throws.ArgumentException.With.Message.Contains("no 1 samples of [2]"));
    }

    // Bytes 10*index + place.
    private sealed class Colours : Dataset
    {
        public bool Fails { get; init; }

        public override string Name => "colours";

        public override int Count => 3;

        public override int Channels => 3;

        public override int Height => 1;

        public override int Width => 2;

        public override IReadOnlyList<string> Classes => ["a", "b"];

        public override int Label(int index) => index % 2;

        public override void Read(int index, Span<byte> pixels)
        {
            if (Fails && index == 1)
                throw new InvalidDataException("sample 1 is torn");
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)((10 * index) + i);
        }
    }
}
