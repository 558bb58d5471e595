// The generator against its authors' known answers, and its distributions.
namespace CnnCompute.Tests;

public sealed class PhiloxTests
{
    [Test]
    public void Block_gives_the_known_answers_of_Random123()
    {
        // kat_vectors of the Random123 library: philox4x32 10 with counter and key all zeros, and all ones.
        Assert.That(new Philox(0).Block(0), Is.EqualTo((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)));
        Assert.That(new Philox(ulong.MaxValue, ulong.MaxValue).Block(ulong.MaxValue),
            Is.EqualTo((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)));
    }

    [Test]
    public void Uniform_and_Normal_have_their_moments()
    {
        const int n = 100_000;
        var random = new Philox(42, 1);
        var uniform = Enumerable.Range(0, n).Select(i => (double)random.Uniform((ulong)i)).ToArray();
        var normal = Enumerable.Range(0, n).Select(i => (double)random.Normal((ulong)i)).ToArray();
        Assert.That(uniform, Is.All.InRange(0.0, 0.99999999));
        // Five standard errors each.
        Assert.That(uniform.Average(), Is.EqualTo(0.5).Within(5 * 0.2887 / Math.Sqrt(n)));
        Assert.That(normal.Average(), Is.EqualTo(0).Within(5 / Math.Sqrt(n)));
        Assert.That(normal.Average(x => x * x), Is.EqualTo(1).Within(5 * Math.Sqrt(2.0 / n)));
    }
}
