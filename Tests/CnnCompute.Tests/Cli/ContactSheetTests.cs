// Pictures in rows with captions.
namespace CnnCompute.Tests;

public sealed class ContactSheetTests
{
    [Test]
    public void Every_picture_keeps_its_pixels_in_a_cell_of_its_own()
    {
        var sheet = new ContactSheet(columns: 2);
        for (var i = 0; i < 3; i++)
            sheet.Add($"picture {i}", 160, 150, [.. Enumerable.Repeat((i + 1) * 0.25f, 3 * 160 * 150)]);
        var drawn = sheet.Draw();
        var counts = drawn.Pixels.Where((_, i) => i % 4 == 0).GroupBy(v => v).ToDictionary(g => g.Key, g => g.Count());
        Assert.That(new byte[] { 64, 128, 191 }.Select(v => counts.GetValueOrDefault(v)), Is.All.InRange(160 * 150, (160 * 150) + 400),
            "captions may have such greys");
        Assert.That(drawn.Width, Is.InRange(320, 400));
        Assert.That(drawn.Height, Is.InRange(2 * 170, 2 * 230));
    }

    [Test]
    public void Small_pictures_are_enlarged_by_whole_numbers()
    {
        var sheet = new ContactSheet();
        sheet.Add("28 pixels", 28, 28, new float[28 * 28]);
        sheet.Add("a photograph", 224, 224, new float[3 * 224 * 224]);
        Assert.That(sheet.Draw().Pixels.Chunk(4).Count(p => p[0] == 0), Is.EqualTo(2 * 224 * 224).Within(200));
    }

    [Test]
    public void Long_captions_take_more_lines()
    {
        int Height(string caption)
        {
            var sheet = new ContactSheet();
            sheet.Add(caption, 100, 100, new byte[100 * 100 * 4]);
            return sheet.Draw().Height;
        }
        var one = Height("cat");
        Assert.That(Height("a caption of many words that cannot stand in one line"), Is.GreaterThan(one + 30));
        Assert.That(Height(new string('w', 60)), Is.GreaterThan(one + 30), "a word wider than the cell is cut");
        Assert.That(Height("cat\n83 %"), Is.InRange(one + 10, one + 25));
    }

    [Test]
    public void What_is_no_picture_is_refused()
    {
        Assert.That(() => new ContactSheet().Add("", 2, 2, new float[5]), Throws.ArgumentException.With.Message.Contains("5 values"));
        Assert.That(() => new ContactSheet().Add("", 2, 2, new byte[5]), Throws.ArgumentException.With.Message.Contains("5 bytes"));
        Assert.That(() => new ContactSheet().Draw(), Throws.InvalidOperationException);
        Assert.That(ContactSheet.Rgba([float.NaN, -1, 2, 0.5f], 2, 2),
            Is.EqualTo(new byte[] { 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 255, 128, 128, 128, 255 }));
    }
}
