// Resizing by the triangle filter.
namespace CnnCompute.Tests;

public sealed class ResamplingTests
{
    [Test]
    public void Halving_gives_the_weights_of_the_triangle_filter()
    {
        // Output 1 of 4 lies at 2.5 of 8: weights 1 3 3 1 over 8, at columns 1 to 4.
        byte[] row = [0, 80, 0, 0, 160, 0, 0, 0];
        Assert.That(Resampling.Bilinear(row, 8, 1, 1, 4, 1)[1], Is.EqualTo((80 + 160) / 8));
        byte[] both = [.. Enumerable.Repeat(row, 2).SelectMany(r => r)];
        var half = Resampling.Bilinear(row, 8, 1, 1, 4, 1);
        Assert.That(Resampling.Bilinear(both, 8, 2, 1, 4, 2), Is.EqualTo(half.Concat(half)));
    }

    [TestCase(60, 40, 31, 77)]
    [TestCase(13, 9, 13, 30)]
    [TestCase(5, 200, 64, 50)]
    public void A_part_is_cut_from_the_whole_without_making_it(int width, int height, int newWidth, int newHeight)
    {
        var noise = Enumerable.Range(0, width * height * 2).Select(i => (byte)((i * 2654435761u) >> 9)).ToArray();
        var whole = Resampling.Bilinear(noise, width, height, 2, newWidth, newHeight);
        foreach (var (left, top, columns, rows) in new[] { (0, 0, newWidth, newHeight), (3, 7, 5, 4), (newWidth - 1, newHeight - 2, 1, 2) })
        {
            var part = Resampling.Bilinear(noise, width, height, 2, (newWidth, left, columns), (newHeight, top, rows));
            for (var y = 0; y < rows; y++)
            {
                Assert.That(part[(y * columns * 2)..((y + 1) * columns * 2)],
                    Is.EqualTo(whole.AsSpan((((top + y) * newWidth) + left) * 2, columns * 2).ToArray()));
            }
        }
    }

    [Test]
    public void The_same_size_is_untouched_and_one_colour_stays_one_colour()
    {
        var noise = Enumerable.Range(0, 5 * 3 * 3).Select(i => (byte)(i * 37)).ToArray();
        Assert.That(Resampling.Bilinear(noise, 5, 3, 3, 5, 3), Is.EqualTo(noise));
        var plain = Enumerable.Repeat((byte)201, 17 * 9).ToArray();
        var resized = Resampling.Bilinear(plain, 17, 9, 1, 5, 23);
        Assert.That(resized, Has.Length.EqualTo(5 * 23));
        Assert.That(resized, Is.All.EqualTo(201));
    }
}
