// Photographs as inputs: resized as Pillow does it, cropped, normalised.
namespace CnnCompute.Tests;

public sealed class PhotographTests
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

    [TestCase(60_000, 1)]
    [TestCase(1, 60_000)]
    [TestCase(1 << 24, 1)]
    public void The_middle_of_a_narrow_picture_is_cut_out_before_it_is_enlarged(int width, int height)
    {
        // Bright only within a hundredth of its length around its middle.
        var rgba = new byte[width * height * 4];
        var (length, near) = (Math.Max(width, height), Math.Max(width, height) / 200);
        rgba.AsSpan(((length / 2) - near) * 4, near * 2 * 4).Fill(200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fitted = new Photograph(width, height, rgba).Fit(224);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20));
        Assert.That((fitted.Width, fitted.Height), Is.EqualTo((224, 224)));
        Assert.That(fitted.Rgba, Is.All.EqualTo(200));
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
