// First convolutions that whiten.
namespace CnnCompute.Tests;

public sealed class WhiteningInitTests
{
    // Smooth pictures of three channels that depend on each other: far from white.
    private sealed class Clouds(int count) : Dataset
    {
        public override string Name => "clouds";

        public override int Count => count;

        public override int Channels => 3;

        public override int Height => 12;

        public override int Width => 12;

        public override IReadOnlyList<string> Classes => ["a", "b"];

        public override void Read(int index, Span<byte> pixels)
        {
            var random = new Philox(5, (ulong)index);
            for (var i = 0; i < pixels.Length; i++)
            {
                int x = i / 3 % 12, y = i / 36, c = i % 3;
                var smooth = Math.Sin((x * 0.5) + (random.Uniform(0) * 6)) + Math.Cos((y * 0.4) + (random.Uniform(1) * 6) + (0.2 * c));
                pixels[i] = (byte)(128 + (40 * smooth) + (12 * random.Normal((ulong)i + 2)));
            }
        }

        public override int Label(int index) => index % 2;
    }

    private static readonly PixelNorm Norm = PixelNorm.Of(0.5, 0.25);

    [Test]
    public void First_filters_whiten_patches_and_their_negatives_follow()
    {
        const int size = 12;
        var conv = new Conv2d(3, 26, 2);
        var net = new Sequential(conv);
        var before = conv.Weight.Initial;
        var way = new WhiteningInit(Eps: 1e-6);
        var pictures = way.Pictures(new Clouds(60), Norm, 1);
        way.Apply(net, pictures);
        var y = Oracle.Run(
            new Dictionary<string, double[]> { ["x"] = Array.ConvertAll(pictures.Values, v => (double)v) },
            conv.Forward(new Graph().Input("x", pictures.Shape)))[0];
        const int plane = 11 * 11;
        for (var a = 0; a < size; a++)
        {
            for (var b = 0; b < size; b++)
            {
                double sum = 0;
                for (var n = 0; n < 60; n++)
                {
                    for (var i = 0; i < plane; i++)
                        sum += y[(((n * 26) + a) * plane) + i] * y[(((n * 26) + b) * plane) + i];
                }
                Assert.That(sum / (60 * plane), Is.EqualTo(a == b ? 1 : 0).Within(2e-3), $"{a}, {b}");
            }
        }
        var weight = conv.Weight.Initial;
        Assert.That(weight[(size * size)..(2 * size * size)], Is.EqualTo(weight[..(size * size)].Select(v => -v)));
        Assert.That(weight[(2 * size * size)..], Is.EqualTo(before[(2 * size * size)..]), "more filters stay as they are");
        Assert.That(conv.Bias!.Initial, Is.All.Zero);
        Assert.That(conv.Weight.RequiresGrad, Is.False);
        // Falling eigenvalues: rising lengths of filters.
        var lengths = weight[..(size * size)].Chunk(size).Select(f => f.Sum(v => v * v)).ToArray();
        Assert.That(lengths, Is.Ordered);
        Assert.That(lengths[^1] / lengths[0], Is.GreaterThan(10), "the pictures were far from white");
    }

    [Test]
    public void Fewer_filters_are_the_strongest_and_may_be_learnt_on()
    {
        Conv2d few = new(3, 4, 2), all = new(3, 24, 2);
        var way = new WhiteningInit(Freeze: false);
        var pictures = way.Pictures(new Clouds(20), Norm, 1);
        way.Apply(few, pictures);
        way.Apply(all, pictures);
        Assert.That(few.Weight.Initial[..24], Is.EqualTo(all.Weight.Initial[..24]));
        Assert.That(few.Weight.Initial[24..], Is.EqualTo(all.Weight.Initial[..24].Select(v => -v)));
        Assert.That(few.Weight.RequiresGrad, Is.True);
    }

    [Test]
    public void Pictures_are_normalised_as_the_network_sees_them()
    {
        var data = new Clouds(9);
        var way = new WhiteningInit(Samples: 4);
        var pictures = way.Pictures(data, Norm, 3);
        Assert.That(pictures.Shape, Is.EqualTo(new Shape(4, 3, 12, 12)));
        Assert.That(way.Pictures(data, Norm, 3).Values, Is.EqualTo(pictures.Values));
        Assert.That(way.Pictures(data, Norm, 4).Values, Is.Not.EqualTo(pictures.Values));
        Assert.That(new WhiteningInit().Pictures(data, Norm, 3).Shape[0], Is.EqualTo(9), "all of a smaller set");
        var bytes = new byte[data.SampleBytes];
        var found = Enumerable.Range(0, 9).Count(i =>
        {
            data.Read(i, bytes);
            return Enumerable.Range(0, 432).All(k => Math.Abs(pictures.Values[k] - (((bytes[(k % 144 * 3) + (k / 144)] / 255.0) - 0.5) / 0.25)) < 1e-5);
        });
        Assert.That(found, Is.EqualTo(1), "the first is one of the set");
        var caffe = way.Pictures(data, PixelNorm.Caffe, 3).Values;
        Assert.That(caffe[0], Is.EqualTo((((pictures.Values[288] * 0.25) + 0.5) * 255) - 104).Within(1e-3), "blue comes first");
    }

    [Test]
    public void What_does_not_fit_is_refused()
    {
        var pictures = new TensorData(new Shape(1, 1, 4, 4), new float[16]);
        Assert.That(() => new WhiteningInit().Apply(new Linear(2, 2), pictures), Throws.ArgumentException.With.Message.Contains("no convolution"));
        Assert.That(() => new WhiteningInit().Apply(new Conv2d(3, 24, 2), pictures), Throws.ArgumentException.With.Message.Contains("channels"));
        Assert.That(() => new WhiteningInit(Eps: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
