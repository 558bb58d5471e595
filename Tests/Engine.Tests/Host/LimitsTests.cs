// Ranges of numbers, and the sentence about what lies outside.
namespace Engine.Tests;

public sealed class LimitsTests
{
    [TestCase(5f, 1f)]
    [TestCase(-1f, 0.05f)]
    [TestCase(float.NaN, 0.05f)]
    [TestCase(float.PositiveInfinity, 1f)]
    public void What_is_outside_becomes_the_nearest_and_is_said(float asked, float taken)
    {
        var said = new List<string>();
        Assert.That(new Limits(0.05, 1).Take("crop", asked, said), Is.EqualTo(taken));
        Assert.That(said, Has.Count.EqualTo(1));
        Assert.That(said[0], Does.Match("^crop .* is not possible; .* is taken \\(0.05 to 1\\)$"));
    }

    [Test]
    public void What_is_inside_stays_without_a_word()
    {
        var said = new List<string>();
        Assert.That(new Limits(0.05, 1).Take("crop", 0.3f, said), Is.EqualTo(0.3f));
        Assert.That(new Limits(8, 1024).Take("size", 8, said), Is.EqualTo(8));
        Assert.That(said, Is.Empty);
    }

    [Test]
    public void They_are_said_as_people_say_them()
    {
        Assert.That(new Limits(1, 12).Text, Is.EqualTo("1 to 12"));
        Assert.That(new Limits(0, double.PositiveInfinity).Text, Is.EqualTo("at least 0"));
        Assert.That(new Limits(double.NegativeInfinity, 3).Text, Is.EqualTo("at most 3"));
        Assert.That(new Limits(double.NegativeInfinity, double.PositiveInfinity).Text, Is.Null);
    }
}
