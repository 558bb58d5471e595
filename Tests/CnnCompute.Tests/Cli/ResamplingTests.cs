// Resizing as Pillow does it.
namespace CnnCompute.Tests;

public sealed class ResamplingTests
{
    [TestCase("chelsea.png", "chelsea")]
    [TestCase("coffee.png", "coffee")]
    [TestCase("grace_hopper.png", "grace_hopper")]
    [TestCase("rocket.jpg", "rocket")]
    [TestCase("caffe_cat.jpg", "caffe_cat")]
    public void Photographs_are_resized_and_cropped_as_Pillow_does(string file, string name)
    {
        var photograph = Photograph.Load(Shared.File($"images/{file}"));
        foreach (var size in new[] { 224, 128 })
        {
            var (actual, expected) = (photograph.Fit(size), Photograph.Load(Shared.File($"images/224/{name}_{size}.png")));
            Assert.That((actual.Width, actual.Height), Is.EqualTo((size, size)));
            var differences = actual.Rgba.Zip(expected.Rgba, (a, b) => Math.Abs(a - b)).ToArray();
            // JPEG decoders may differ by a level before anything is resized.
            Assert.That(differences.Max(), Is.LessThanOrEqualTo(file.EndsWith(".png", StringComparison.Ordinal) ? 0 : 3), $"{size}");
            Assert.That(differences.Average(), Is.LessThanOrEqualTo(file.EndsWith(".png", StringComparison.Ordinal) ? 0 : 0.2), $"{size}");
        }
    }

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

    [Test]
    public void Planes_are_normalised_by_channel_and_grey_is_Rec_601()
    {
        var picture = new Photograph(2, 1, [255, 0, 0, 9, 10, 20, 30, 9]);
        Assert.That(picture.Planes(3, PixelNorm.Byte), Is.EqualTo(new float[] { 255, 10, 0, 20, 0, 30 }));
        Assert.That(picture.Planes(1, PixelNorm.Byte), Is.EqualTo(new float[] { 76, 18 }));
        Assert.That(picture.Planes(3, PixelNorm.Torch)[0], Is.EqualTo((1 - 0.485f) / 0.229f).Within(1e-5));
    }
}
