// Means, deviations and class weights.
namespace CnnCompute.Tests;

public sealed class DatasetStatisticsTests
{
    [Test]
    public void Mean_and_deviation_by_channel_are_those_of_the_formula()
    {
        var random = new Philox(3);
        byte[][] pictures = [.. Enumerable.Range(0, 150).Select(i => Enumerable.Range(0, 12).Select(j => (byte)random.Word((ulong)(i * 12 + j))).ToArray())];
        var set = new MemoryDataset("noise", (3, 2, 2), ["a"], pictures, new int[150]);
        var statistics = DatasetStatistics.Channels(set);
        for (var c = 0; c < 3; c++)
        {
            double[] values = [.. pictures.SelectMany(p => p.Where((_, i) => i % 3 == c)).Select(b => b / 255.0)];
            var mean = values.Average();
            Assert.That(statistics.Mean[c], Is.EqualTo(mean).Within(1e-12));
            Assert.That(statistics.Std[c], Is.EqualTo(Math.Sqrt(values.Average(v => (v - mean) * (v - mean)))).Within(1e-9));
        }
        var (scale, shift) = statistics.Norm[1];
        Assert.That((255 * statistics.Mean[1] * scale) + shift, Is.EqualTo(0).Within(1e-5));
        Assert.That(255 * scale, Is.EqualTo(1 / statistics.Std[1]).Within(1e-4));
        Assert.That(DatasetStatistics.Channels(set).Mean, Is.EqualTo(statistics.Mean), "the same each time");
    }

    [Test]
    public void Grey_fills_all_channels_of_the_norm_and_what_never_changes_is_centred()
    {
        var set = new MemoryDataset("flat", (1, 1, 1), ["a"], [[51], [51]], [0, 0]);
        var norm = DatasetStatistics.Channels(set).Norm;
        for (var c = 0; c < 3; c++)
            Assert.That(new[] { (51 * norm[c].Scale) + norm[c].Shift, norm[c].Scale }, Is.EqualTo(new[] { 0f, 1f }).Within(1e-4f));
    }

    [Test]
    public void Class_weights_are_inverse_to_frequency_with_mean_one()
    {
        var set = new MemoryDataset("rare", (1, 1, 1), ["a", "none", "b"], [[0], [0], [0], [0]], [0, 0, 0, 2]);
        Assert.That(DatasetStatistics.ClassWeights(set), Is.EqualTo(new[] { 0.5f, 0, 1.5f }).Within(1e-6f));
    }
}
