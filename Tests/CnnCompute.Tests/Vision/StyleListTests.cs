// Lists of style pictures as text.
namespace CnnCompute.Tests;

public sealed class StyleListTests
{
    [Test]
    public void Names_have_weights_and_may_hold_colons_themselves() =>
        Assert.That(StyleList.Parse("a.jpg:2, b.jpg ,c:/d.jpg,e:0.5"),
            Is.EqualTo([("a.jpg", 2f), ("b.jpg", 1f), ("c:/d.jpg", 1f), ("e", 0.5f)]));

    [Test]
    public void Parts_given_one_by_one_may_hold_commas() =>
        Assert.That(StyleList.Parse(["red, blue.jpg:3"]), Is.EqualTo([("red, blue.jpg", 3f)]));

    [TestCase("")]
    [TestCase(" , ")]
    [TestCase("a.jpg:-1")]
    [TestCase("a.jpg:NaN")]
    public void Nothing_and_weights_that_are_none_are_refused(string text) => Assert.That(() => StyleList.Parse(text), Throws.ArgumentException);
}
