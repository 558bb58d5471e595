// Damaged model files: some thousands here, two hundred thousand by `cnn bench fuzz`.
namespace CnnCompute.Tests;

public sealed class ReaderFuzzTests
{
    [TestCaseSource(typeof(ReaderFuzz), nameof(ReaderFuzz.Readers))]
    public void Damaged_files_are_accepted_or_refused_clearly(string reader)
    {
        var result = ReaderFuzz.Run(reader, 1500, seed: 7);
        Assert.That(result.Failures, Is.Empty);
        Assert.That(result.Files, Is.EqualTo(1500));
        Assert.That(result.Refused, Is.GreaterThan(result.Files / 4), "most damages matter");
    }

    [Test]
    public void The_same_seed_damages_alike_and_another_otherwise()
    {
        byte[] sound = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        byte[][] Made(ulong seed) => [.. Enumerable.Range(0, 50).Select(i => new FileMutator(seed).Mutate(sound, sound, (ulong)i))];
        var (once, again) = (Made(1), Made(1));
        Assert.That(again, Is.EqualTo(once));
        Assert.That(Made(2), Is.Not.EqualTo(once));
        Assert.That(once.Count(m => m.SequenceEqual(sound)), Is.LessThan(3));
    }
}
