// The confusion matrix as a picture.
using Engine;

namespace CnnCompute.Tests;

public sealed class ConfusionPictureTests
{
    [TestCase(2)]
    [TestCase(10)]
    [TestCase(70)]
    public void Right_answers_are_dark_along_the_diagonal(int classes)
    {
        var matrix = new ConfusionMatrix(classes);
        for (var i = 0; i < classes; i++)
            matrix.Add(i, i);
        var path = Path.Combine(Path.GetTempPath(), $"confusion-{Guid.NewGuid():N}.png");
        try
        {
            ConfusionPicture.Save(path, matrix, [.. Enumerable.Range(0, classes).Select(i => $"class <{i}>")]);
            var (width, height, rgba) = PictureDecoder.Decode(File.ReadAllBytes(path));
            // Places of the dark cells: right and down, together.
            var dark = Enumerable.Range(0, width * height).Where(i => rgba[i * 4] < 30 && rgba[(i * 4) + 2] > 150)
                .Select(i => ((double)(i % width), (double)(i / width))).ToArray();
            Assert.That(dark, Has.Length.GreaterThan(400));
            var (meanX, meanY) = (dark.Average(d => d.Item1), dark.Average(d => d.Item2));
            double Moment(Func<double, double, double> of) => dark.Average(d => of(d.Item1 - meanX, d.Item2 - meanY));
            var correlation = Moment((x, y) => x * y) / Math.Sqrt(Moment((x, _) => x * x) * Moment((_, y) => y * y));
            Assert.That(correlation, Is.GreaterThan(0.7));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Names_must_be_as_many_as_classes() =>
        Assert.Throws<ArgumentException>(() => ConfusionPicture.Of(new ConfusionMatrix(3), ["a", "b"]));
}
