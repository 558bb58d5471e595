// What a report is made from: epochs of a log, worst mistakes, pictures.
using Engine;

namespace CnnCompute.Tests;

public sealed class RunReportTests
{
    // Sample i is a picture of brightness i and of class i % 3.
    private sealed class Greys(int channels = 1) : Dataset
    {
        public override string Name => "greys";

        public override int Count => 9;

        public override int Channels => channels;

        public override int Height => 2;

        public override int Width => 3;

        public override IReadOnlyList<string> Classes => ["a", "b", "c"];

        public override void Read(int index, Span<byte> pixels) => pixels.Fill((byte)index);

        public override int Label(int index) => index % 3;
    }

    [Test]
    public void Worst_mistakes_are_the_surest_wrong_ones()
    {
        int[] predictions = [0, 0, 2, 1, 1, 2, -1, 1, 0];
        float[] confidences = [1, 0.4f, 1, 0.9f, 1, 1, 1, 1, 0.6f];
        var worst = Mistake.Worst(new Greys(), predictions, confidences, 2);
        Assert.That(worst.Select(m => (m.Label, m.Prediction, m.Pixels[0])), Is.EqualTo(new[] { (0, 1, (byte)3), (2, 0, (byte)8) }));
        Assert.That(worst[0].Confidence, Is.EqualTo(0.9).Within(1e-6));
        Assert.Throws<ArgumentException>(() => Mistake.Worst(new Greys(), [1], [1], 2));
    }

    [Test]
    public void Epochs_are_read_from_a_log_that_is_still_written()
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var log = new TrainingLog(path))
            {
                var progress = new TrainingProgress(0, 2, 50, 200, new Metrics(50, 20, 50), 0.05f, 800, TimeSpan.Zero);
                log.Write(progress);
                for (var epoch = 0; epoch < 2; epoch++)
                {
                    log.Write(new EpochResult(epoch, 100 * (epoch + 1), new Metrics(40, 60, 100), new Metrics(30, 70, 100), 0.01f, 810,
                        TimeSpan.Zero, true));
                }
            }
            File.AppendAllText(path, "3,30");
            var epochs = ReportEpoch.OfLog(path);
            Assert.That(epochs, Is.EqualTo(new[]
            {
                new ReportEpoch(1, 0.4, 0.6, 0.3, 0.7, 0.01, 810), new ReportEpoch(2, 0.4, 0.6, 0.3, 0.7, 0.01, 810),
            }));
            File.WriteAllText(path, "a,b\n1,2\n");
            Assert.Throws<InvalidDataException>(() => ReportEpoch.OfLog(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(4)]
    public void Pictures_in_a_page_are_the_pictures(int channels)
    {
        byte[] pixels = [.. Enumerable.Range(0, 6 * channels).Select(i => (byte)(channels == 4 && i % 4 == 3 ? 255 : i * 9))];
        var (width, height, rgba) = PictureDecoder.Decode(PagePicture.Png(pixels, 3, 2, channels));
        Assert.That((width, height), Is.EqualTo((3, 2)));
        for (var i = 0; i < 6; i++)
        {
            var at = i * channels;
            byte[] expected = channels == 1 ? [pixels[at], pixels[at], pixels[at], 255] : [.. pixels[at..(at + 3)], 255];
            Assert.That(rgba[(i * 4)..((i * 4) + 4)], Is.EqualTo(expected));
        }
        Assert.That(PagePicture.Address(pixels, 3, 2, channels), Does.StartWith("data:image/png;base64,"));
        Assert.Throws<ArgumentException>(() => PagePicture.Png(pixels, 3, 3, channels));
    }

    [Test]
    public void Filters_lie_side_by_side_with_zero_in_the_middle()
    {
        var grey = PagePicture.Filters(new TensorData(new Shape(2, 1, 1, 2), [0, 1, -4, 2]));
        Assert.That((grey.Width, grey.Height), Is.EqualTo((5, 1)));
        Assert.That(grey.Rgba.Chunk(4).Select(p => (p[0], p[3])), Is.EqualTo(new[]
        {
            ((byte)128, (byte)255), ((byte)255, (byte)255), ((byte)0, (byte)0), ((byte)0, (byte)255), ((byte)191, (byte)255),
        }));
        var colour = PagePicture.Filters(new TensorData(new Shape(1, 3, 1, 1), [1, -1, float.NaN]));
        Assert.That(colour.Rgba, Is.EqualTo(new byte[] { 255, 0, 0, 255 }));
        Assert.Throws<ShapeException>(() => PagePicture.Filters(new TensorData(new Shape(2, 2), [1, 2, 3, 4])));
    }
}
