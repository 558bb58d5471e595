// Orders of samples.
namespace CnnCompute.Tests;

public sealed class SamplerTests
{
    private static readonly MemoryDataset Rare = new("rare", (1, 1, 1), ["a", "b", "none", "c"],
        [.. Enumerable.Range(0, 40).Select(i => new[] { (byte)i })], [.. Enumerable.Range(0, 40).Select(i => i < 30 ? 0 : i < 37 ? 1 : 3)]);

    private static int[] Epoch(Sampler sampler, long epoch) => [.. Enumerable.Range(0, sampler.Count).Select(p => sampler.Sample(epoch, p))];

    [Test]
    public void Balanced_sampling_draws_every_class_equally_often_in_every_epoch()
    {
        var sampler = new BalancedSampler(Rare, seed: 4);
        Assert.That(sampler.Count, Is.EqualTo(39), "three classes, about as many draws as samples");
        for (var epoch = 0L; epoch < 5; epoch++)
        {
            Assert.That(Epoch(sampler, epoch).GroupBy(Rare.Label).ToDictionary(g => g.Key, g => g.Count()),
                Is.EquivalentTo(new Dictionary<int, int> { [0] = 13, [1] = 13, [3] = 13 }));
        }
        Assert.That(Epoch(sampler, 2), Is.EqualTo(Epoch(new BalancedSampler(Rare, seed: 4), 2)));
        Assert.That(Epoch(sampler, 2), Is.Not.EqualTo(Epoch(sampler, 3)).And.Not.EqualTo(Epoch(new BalancedSampler(Rare, seed: 5), 2)));
    }

    [Test]
    public void Every_sample_of_a_large_class_has_its_turn()
    {
        var sampler = new BalancedSampler(Rare, seed: 4);
        var drawn = Enumerable.Range(0, 30).SelectMany(e => Epoch(sampler, e)).GroupBy(s => s).ToDictionary(g => g.Key, g => g.Count());
        // 30 epochs of 13 draws are 13 passes over 30 samples, 55 or 56 over 7, 130 over 3.
        Assert.That(Enumerable.Range(0, 30).Select(s => drawn[s]), Is.All.EqualTo(13));
        Assert.That(Enumerable.Range(30, 7).Select(s => drawn[s]), Is.All.InRange(55, 56));
        Assert.That(Enumerable.Range(37, 3).Select(s => drawn[s]), Is.All.EqualTo(130));
    }

    [Test]
    public void A_loader_follows_its_sampler_on_any_number_of_threads()
    {
        var sampler = new BalancedSampler(Rare, seed: 1);
        using var one = new DataLoader(Rare, 6, sampler: sampler, dropLast: true);
        using var many = new DataLoader(Rare, 6, sampler: sampler, dropLast: true, workers: 4, prefetch: 8);
        Assert.That(one.BatchesPerEpoch, Is.EqualTo(6));
        for (var i = 0; i < 20; i++)
        {
            int[] expected = [.. Enumerable.Range(0, 6).Select(r => sampler.Sample(i / 6, ((i % 6) * 6) + r))];
            Assert.That((one.Next().Indices, many.Next().Indices), Is.EqualTo((expected, expected)));
        }
    }
}
