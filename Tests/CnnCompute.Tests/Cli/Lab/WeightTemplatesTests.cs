// Weights as pictures.
namespace CnnCompute.Tests;

public sealed class WeightTemplatesTests
{
    [Test]
    public void One_channel_is_orange_for_and_blue_against()
    {
        var planes = WeightTemplates.Planes([9, -9, 0, 0, 0, 0, 0, 0, 0], 1).Chunk(9).ToArray();
        Assert.That(planes.Select(p => p[0]), Is.Ordered.Descending.And.Some.GreaterThan(0.65f), "red above green above blue");
        Assert.That(planes.Select(p => p[1]), Is.Ordered.Ascending.And.Some.GreaterThan(0.65f));
        Assert.That(planes.Select(p => p[2]), Is.All.Zero);
    }

    [Test]
    public void Colours_lie_around_grey_and_nothing_is_beyond_the_ends()
    {
        float[] weights = [.. OpCase.Floats(new Shape(300), 2), 100];
        var planes = WeightTemplates.Planes([.. weights, 0, -100], 3);
        Assert.That(planes, Is.All.InRange(0, 1));
        Assert.That(planes, Has.Length.EqualTo(303));
        Assert.That((planes[300], planes[301], planes[302]), Is.EqualTo((1f, 0.5f, 0f)));
        Assert.That(WeightTemplates.Planes(new float[3], 3), Is.All.EqualTo(0.5f), "a classifier that has learnt nothing");
    }

    [Test]
    public void A_sheet_has_a_picture_for_each_class()
    {
        var sheet = new ContactSheet(2);
        WeightTemplates.Add(sheet, OpCase.Floats(new Shape(2, 1, 4, 5), 1), new Shape(1, 4, 5), ["a", "b"], "softmax");
        Assert.That(sheet.Count, Is.EqualTo(2));
    }
}
