// The learning-rate range test on curves that are known.
namespace CnnCompute.Tests;

public sealed class LrFinderTests
{
    // Falls from 2.3 to 0.3 around a rate of 0.01, and explodes beyond 1.
    private static double Loss(double rate) => 0.3 + (2 / (1 + Math.Pow(rate / 0.01, 2))) + Math.Pow(rate, 3);

    [Test]
    public void It_finds_the_steepest_fall_and_the_lowest_loss_of_a_curve_and_stops_where_it_diverges()
    {
        var finder = new LrFinder(1e-5, 100, 141, smoothing: 0);
        var next = true;
        for (var step = 0; next; step++)
            next = finder.Add(Loss(finder.RateAt(step)));
        Assert.That(finder.Diverged, Is.True);
        Assert.That(finder.Points[^1].Loss, Is.LessThan(4 * finder.Points.Min(p => p.Smoothed)));
        Assert.That(Loss(finder.RateAt(finder.Points.Count)), Is.GreaterThan(4 * finder.Points.Min(p => p.Smoothed)));
        var found = finder.Suggest()!;
        Assert.That(found.Steepest, Is.EqualTo(0.01).Within(20).Percent);
        var lowest = finder.Points.MinBy(p => p.Loss).Rate;
        Assert.That(found.Lowest, Is.EqualTo(lowest));
        Assert.That(found.TenthOfLowest, Is.EqualTo(lowest / 10));
        Assert.That(() => finder.Add(1), Throws.InvalidOperationException);
    }

    [Test]
    public void Rates_rise_by_a_constant_factor_from_the_lowest_to_the_highest()
    {
        var finder = new LrFinder(1e-4, 1, 41);
        Assert.That(new[] { 0, 10, 20, 40 }.Select(finder.RateAt), Is.EqualTo([1e-4f, 1e-3f, 1e-2f, 1f]).Within(1e-4).Percent);
    }

    [Test]
    public void Smoothing_does_not_lean_to_zero_at_the_start_and_quiets_noise()
    {
        var finder = new LrFinder(steps: 200, smoothing: 0.9);
        for (var step = 0; step < 200; step++)
            Assert.That(finder.Add(2 + (step % 2 == 0 ? 0.2 : -0.2)), Is.EqualTo(step < 199));
        Assert.That(finder.Diverged, Is.False);
        Assert.That(finder.Points[0].Smoothed, Is.EqualTo(2.2).Within(1e-12));
        Assert.That(finder.Points.Skip(50).Select(p => p.Smoothed), Is.All.EqualTo(2).Within(0.02));
        Assert.That(finder.Points.Select(p => p.Loss).Take(2), Is.EqualTo([2.2, 1.8]));
    }

    [Test]
    public void Losses_that_are_no_numbers_end_it_and_a_curve_that_never_falls_says_nothing()
    {
        var broken = new LrFinder();
        Assert.That(broken.Add(1), Is.True);
        Assert.That(broken.Add(double.NaN), Is.False);
        Assert.That((broken.Diverged, broken.Points.Count), Is.EqualTo((true, 1)));
        Assert.That(broken.Suggest(), Is.Null);
        var rising = new LrFinder(smoothing: 0);
        for (var step = 0; step < 50; step++)
            rising.Add(1 + (0.01 * step));
        Assert.That(rising.Suggest(), Is.Null);
        Assert.That(() => new LrFinder(1, 0.1), Throws.ArgumentException);
        Assert.That(() => new LrFinder(steps: 10), Throws.ArgumentException);
    }
}
