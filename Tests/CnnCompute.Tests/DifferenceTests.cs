// The measure itself: it must see what is wrong.
namespace CnnCompute.Tests;

public sealed class DifferenceTests
{
    [Test]
    public void It_is_the_largest_difference_over_the_largest_value() =>
        Assert.That(Difference.Relative([1.0, -3.5], [1.0, -4.0]), Is.EqualTo(0.125));

    [TestCase(double.NaN, 1)]
    [TestCase(1, double.NaN)]
    [TestCase(double.PositiveInfinity, double.NegativeInfinity)]
    [TestCase(double.PositiveInfinity, 1)]
    public void What_is_not_finite_never_hides(double a, double b) =>
        Assert.That(Difference.Relative([0.5, a], [0.5, b]), Is.EqualTo(double.PositiveInfinity));

    [Test]
    public void Equal_arrays_do_not_differ() =>
        Assert.That(Difference.Relative([0.0, double.NaN, double.NegativeInfinity], [0.0, double.NaN, double.NegativeInfinity]), Is.Zero);

    [Test]
    public void Other_lengths_differ() => Assert.That(Difference.Relative([1.0], [1.0, 1.0]), Is.EqualTo(double.PositiveInfinity));
}
