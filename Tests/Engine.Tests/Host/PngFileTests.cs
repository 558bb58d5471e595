// PNG files that other programs read, and that appear whole or not at all.
using StbImageSharp;

namespace Engine.Tests;

public sealed class PngFileTests
{
    [TestCase(1, 1, 4)]
    [TestCase(13, 7, 3)]
    [TestCase(127, 3, 4)]
    public void What_is_written_is_read_back_exactly(int width, int height, int channels)
    {
        var pixels = Enumerable.Range(0, width * height * channels).Select(i => (byte)(i * 37 >> 2)).ToArray();
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"png-{width}-{height}.png");
        PngFile.Write(path, width, height, pixels);
        var back = ImageResult.FromMemory(File.ReadAllBytes(path));
        Assert.That((back.Width, back.Height, (int)back.SourceComp), Is.EqualTo((width, height, channels)));
        Assert.That(back.Data, Is.EqualTo(pixels));
    }

    [Test]
    public void A_folder_that_cannot_be_made_is_said_and_nothing_is_left()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "plain-file");
        File.WriteAllText(file, "");
        Assert.That(() => PngFile.Write(Path.Combine(file, "a.png"), 1, 1, new byte[4]), Throws.InstanceOf<IOException>());
    }

    [Test]
    public void Bytes_that_are_no_picture_of_that_size_are_refused() =>
        Assert.That(() => PngFile.Write("x.png", 2, 2, new byte[5]), Throws.ArgumentException.With.Message.Contains("2×2"));
}
