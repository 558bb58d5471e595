// Fashion-MNIST as Debian ships it, and the message where it is missing.
namespace CnnCompute.Tests;

public sealed class FashionMnistTests
{
    [Test]
    public void Load_without_the_files_says_what_to_install()
    {
        var e = Assert.Throws<FileNotFoundException>(() => FashionMnist.Load(train: true, "/nonexistent"))!;
        Assert.That(e.Message, Does.Contain("dataset-fashion-mnist").And.Contain("--data").And.Contain("/nonexistent"));
    }

    [Test]
    public void Load_finds_70000_pictures_evenly_over_ten_classes()
    {
        if (!Directory.Exists(FashionMnist.DebianFolder))
            Assert.Ignore("dataset-fashion-mnist is not installed");
        foreach (var (train, count) in new[] { (true, 60000), (false, 10000) })
        {
            var set = FashionMnist.Load(train);
            Assert.That((set.Count, set.Channels, set.Height, set.Width, set.SampleBytes), Is.EqualTo((count, 1, 28, 28, 784)));
            Assert.That(Enumerable.Range(0, count).GroupBy(set.Label).Select(g => g.Count()), Is.All.EqualTo(count / 10));
        }
    }

    [Test]
    public void Mean_and_std_are_those_of_the_training_pixels()
    {
        if (!Directory.Exists(FashionMnist.DebianFolder))
            Assert.Ignore("dataset-fashion-mnist is not installed");
        var set = FashionMnist.Load(train: true);
        var pixels = new byte[set.SampleBytes];
        double sum = 0, squares = 0;
        for (var i = 0; i < set.Count; i++)
        {
            set.Read(i, pixels);
            foreach (var p in pixels)
            {
                sum += p / 255.0;
                squares += p / 255.0 * (p / 255.0);
            }
        }
        double n = (double)set.Count * set.SampleBytes, mean = sum / n;
        Assert.That(mean, Is.EqualTo(FashionMnist.Mean).Within(1e-4));
        Assert.That(Math.Sqrt((squares / n) - (mean * mean)), Is.EqualTo(FashionMnist.Std).Within(1e-4));
    }
}
