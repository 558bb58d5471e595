// Statistics of a training set: against naive sums, kept and read again.
namespace CnnCompute.Tests;

public sealed class DataStatisticsTests
{
    [Test]
    public void Means_deviations_and_components_are_those_of_the_pictures()
    {
        var data = new Colours();
        var found = DataStatistics.Of(data, components: true);
        // Red is random, green half of it, blue constant: one direction of colours varies.
        double[] red = [.. Enumerable.Range(0, data.Count * 4).Select(i => (double)Colours.Red(i / 4, i % 4))];
        double[] green = [.. red.Select(r => Math.Floor(r / 2))];
        double Deviation(double[] v) => Math.Sqrt(v.Average(x => x * x) - (v.Average() * v.Average()));
        Assert.That(found.ChannelMean, Is.EqualTo(new[] { red.Average(), green.Average(), 77 }).Within(1e-3));
        Assert.That(found.ChannelDeviation, Is.EqualTo(new[] { Deviation(red), Deviation(green), 0 }).Within(1e-3));
        Assert.That(found.MeanImage[2], Is.EqualTo(Enumerable.Range(0, data.Count).Average(i => Colours.Red(i, 2))).Within(1e-3));
        Assert.That(found.ColourValues[0], Is.EqualTo((Math.Pow(Deviation(red), 2) + Math.Pow(Deviation(green), 2)) / (255 * 255)).Within(1e-4));
        Assert.That(found.ColourValues[1..], Is.All.EqualTo(0).Within(1e-4));
        Assert.That((found.ColourVectors[0], found.ColourVectors[3]), Is.EqualTo((2 / Math.Sqrt(5), 1 / Math.Sqrt(5))).Using<(double, double)>(
            (a, b) => Math.Abs(a.Item1 - b.Item1) < 2e-2 && Math.Abs(a.Item2 - b.Item2) < 2e-2));
        Assert.That(found.Values, Has.Length.EqualTo(12).And.Ordered.Descending);
        Assert.That(found.Values.Sum(), Is.EqualTo(found.ChannelDeviation.Sum(d => d * d) * 4 / (255 * 255)).Within(0.02));
    }

    [Test]
    public void They_are_kept_as_tensors()
    {
        var found = DataStatistics.Of(new Colours(), components: true);
        var again = DataStatistics.FromTensors(found.ToTensors())!;
        Assert.That((again.Channels, again.Height, again.Width), Is.EqualTo((3, 2, 2)));
        Assert.That(again.MeanImage, Is.EqualTo(found.MeanImage));
        Assert.That(again.Vectors, Is.EqualTo(found.Vectors));
        Assert.That(again.ColourVectors, Is.EqualTo(found.ColourVectors).Within(1e-6));
        Assert.That(DataStatistics.FromTensors(new Dictionary<string, TensorData>()), Is.Null);
        Assert.That(() => DataStatistics.FromTensors(found.ToTensors().Where(t => !t.Key.Contains("deviation")).ToDictionary()),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("channel_deviation"));
    }

    [Test]
    public void Only_lists_that_ask_have_some()
    {
        Assert.That(DataStatistics.For([new RandomCrop(), new RandomHue()], new Colours()), Is.Null);
        Assert.That(DataStatistics.For([new PcaLighting()], new Colours())!.Values, Is.Empty);
        Assert.That(DataStatistics.For([new ZcaWhitening()], new Colours())!.Values, Has.Length.EqualTo(12));
        Assert.That(() => DataStatistics.For([new ZcaWhitening()], new Colours(40)),
            Throws.InvalidOperationException.With.Message.Contains("4,800 values"));
    }

    private sealed class Colours(int side = 2) : Dataset
    {
        public override string Name => "colours";

        public override int Count => 300;

        public override int Channels => 3;

        public override int Height => side;

        public override int Width => side;

        public override IReadOnlyList<string> Classes => ["a"];

        public static byte Red(int index, int pixel) => (byte)(new Philox(8, (ulong)index).Uniform((ulong)pixel) * 200);

        public override void Read(int index, Span<byte> pixels)
        {
            for (var i = 0; i < pixels.Length / 3; i++)
                (pixels[i * 3], pixels[(i * 3) + 1], pixels[(i * 3) + 2]) = (Red(index, i), (byte)(Red(index, i) / 2), 77);
        }

        public override int Label(int index) => 0;
    }
}
