// The memoryless shuffle: every element once, and different each epoch.
namespace CnnCompute.Tests;

public sealed class PermutationTests
{
    [Test]
    public void Permutation_gives_every_element_once([Values(1, 2, 3, 5, 16, 17, 1000, 65536, 60000)] int count)
    {
        var order = new Permutation(count, seed: 7, epoch: 3);
        Assert.That(Enumerable.Range(0, count).Select(i => order[i]).Order(), Is.EqualTo(Enumerable.Range(0, count)));
    }

    [Test]
    public void Permutation_depends_on_seed_and_epoch_alone()
    {
        int[] Take(ulong seed, long epoch)
        {
            var order = new Permutation(1000, seed, epoch);
            return [.. Enumerable.Range(0, 1000).Select(i => order[i])];
        }
        var first = Take(1, 2);
        Assert.That(Take(1, 2), Is.EqualTo(first));
        Assert.That(Take(1, 3), Is.Not.EqualTo(first));
        Assert.That(Take(2, 2), Is.Not.EqualTo(first));
    }

    [Test]
    public void Permutation_puts_each_element_anywhere_with_equal_frequency()
    {
        // 10 positions, 20,000 epochs: chi-square with 9 degrees of freedom exceeds 33.7 with probability 0.0001.
        foreach (var position in new[] { 0, 4, 9 })
        {
            var seen = new int[10];
            for (var epoch = 0; epoch < 20000; epoch++)
                seen[new Permutation(10, 5, epoch)[position]]++;
            Assert.That(seen.Sum(n => (n - 2000.0) * (n - 2000.0) / 2000), Is.LessThan(33.7), string.Join(" ", seen));
        }
    }
}
