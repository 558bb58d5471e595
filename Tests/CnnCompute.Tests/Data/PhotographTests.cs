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

    [Test]
    public void Planes_are_normalised_by_channel_and_grey_is_Rec_601()
    {
        var picture = new Photograph(2, 1, [255, 0, 0, 9, 10, 20, 30, 9]);
        Assert.That(picture.Planes(3, PixelNorm.Byte), Is.EqualTo(new float[] { 255, 10, 0, 20, 0, 30 }));
        Assert.That(picture.Planes(1, PixelNorm.Byte), Is.EqualTo(new float[] { 76, 18 }));
        Assert.That(picture.Planes(3, PixelNorm.Torch)[0], Is.EqualTo((1 - 0.485f) / 0.229f).Within(1e-5));
    }
}
