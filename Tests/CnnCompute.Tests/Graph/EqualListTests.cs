// Lists that are values.
namespace CnnCompute.Tests;

public sealed class EqualListTests
{
    private sealed record Holder(IReadOnlyList<float>? Numbers);

    [Test]
    public void Records_that_hold_one_are_equal_where_its_elements_are()
    {
        EqualList<float> a = [1, 2.5f], same = [1, 2.5f], longer = [1, 2.5f, 3];
        Assert.That(new Holder(a), Is.EqualTo(new Holder(same)));
        Assert.That(new Holder(a).GetHashCode(), Is.EqualTo(new Holder(same).GetHashCode()));
        Assert.That(new Holder(a), Is.Not.EqualTo(new Holder(longer)).And.Not.EqualTo(new Holder(null)));
        Assert.That(new Holder(a).ToString(), Does.Contain("[1, 2.5]"));
        Assert.That((a.Count, a[1], a.Sum()), Is.EqualTo((2, 2.5f, 3.5f)));
        Assert.That(EqualList.Of<float>(null), Is.Null);
        Assert.That(EqualList.Of(new List<string> { "x" }), Is.EqualTo((EqualList<string>)["x"]));
    }
}
