// The verb that shows transforms.
using Engine;

namespace CnnCompute.Tests;

public sealed class AugmentTests
{
    [Test]
    public void A_sheet_has_a_row_for_each_transform_and_one_for_the_list()
    {
        var folder = Directory.CreateTempSubdirectory("augment").FullName;
        try
        {
            var (picture, sheet) = (Path.Combine(folder, "a.png"), Path.Combine(folder, "sheet.png"));
            PngFile.Write(picture, 20, 12, [.. Enumerable.Range(0, 20 * 12 * 4).Select(i => (byte)(i % 4 == 3 ? 255 : i * 37 % 251))]);
            var (code, output) = Verbs.Run("augment", folder, "--transform", "random-rotation", "degrees=30", "zca-whitening", "--out", sheet,
                "--samples", "3", "--size", "16");
            Assert.That(code, Is.Zero, output);
            Assert.That(output, Does.Contain("3 rows of 3 pictures"));
            var (width, height, rgba) = PictureFile.Read(sheet);
            Assert.That((width, height), Is.EqualTo((388, 14 + (3 * (23 + 16 + 14)))));
            Assert.That(rgba.Chunk(4).Select(p => (p[0], p[1], p[2])).Distinct().Count(), Is.GreaterThan(50));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Test]
    public void A_data_set_is_shown_by_its_own_pixels()
    {
        var folder = Directory.CreateTempSubdirectory("augment").FullName;
        try
        {
            var (table, sheet) = (Path.Combine(folder, "data.csv"), Path.Combine(folder, "sheet.png"));
            for (var i = 0; i < 4; i++)
                PngFile.Write(Path.Combine(folder, $"{i}.png"), 8, 8, Grey(60 * (i + 1)));
            File.WriteAllLines(table, Enumerable.Range(0, 4).Select(i => $"{i}.png,{"ab"[i % 2]}").Prepend("file,label"));
            var (code, output) = Verbs.Run("augment", table, "--transform", "random-invert", "p=1", "--out", sheet, "--samples", "4", "--size", "16");
            Assert.That(code, Is.Zero, output);
            var (_, _, rgba) = PictureFile.Read(sheet);
            // 255 less each grey, twice as large: 16 x 16 pixels of each.
            var greys = rgba.Chunk(4).Where(p => p[0] == p[1] && p[1] == p[2]).CountBy(p => p[0]).ToDictionary();
            foreach (var grey in (byte[])[195, 135, 75, 15])
                Assert.That(greys.GetValueOrDefault(grey), Is.GreaterThanOrEqualTo(256), $"{grey}");
            Assert.That(() => Verbs.Run("augment", "fashion-mnits"), Throws.InstanceOf<IOException>().With.Message.Contains("fashion-mnist"));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static byte[] Grey(int value) => [.. Enumerable.Range(0, 8 * 8 * 4).Select(at => (byte)(at % 4 == 3 ? 255 : value))];

    [TestCase("random-rotatoin", "did you mean 'random-rotation'")]
    [TestCase("degrees=3", "a name comes first")]
    public void What_is_mistyped_is_named(string transform, string said) =>
        Assert.That(() => Verbs.Run("augment", "nowhere.png", "--transform", transform),
            Throws.TypeOf<ArgumentException>().With.Message.Contains(said));

    [Test]
    public void All_transforms_show_on_one_sheet()
    {
        var rows = AugmentSheet.All(16);
        Assert.That(rows.Select(r => r.Text.Split(' ')[0]), Is.SupersetOf(Transforms.Names.Except(["pca-whitening"])));
    }
}
