// Learning rates over the steps.
namespace CnnCompute.Tests;

public sealed class LrScheduleTests
{
    [Test]
    public void Cosine_warms_up_linearly_peaks_and_falls_to_its_floor()
    {
        var schedule = new CosineLr(Peak: 1, TotalSteps: 110, WarmupSteps: 10, Floor: 0.1f);
        Assert.That(schedule.At(0), Is.EqualTo(0.1f).Within(1e-6));
        Assert.That(schedule.At(4), Is.EqualTo(0.5f).Within(1e-6));
        Assert.That(schedule.At(9), Is.EqualTo(1f).Within(1e-6));
        Assert.That(schedule.At(10), Is.EqualTo(1f).Within(1e-6));
        Assert.That(schedule.At(60), Is.EqualTo(0.55f).Within(1e-6), "half way");
        Assert.That(schedule.At(85), Is.EqualTo(0.1 + (0.9 * 0.5 * (1 - Math.Sqrt(0.5)))).Within(1e-6), "three quarters");
        Assert.That(schedule.At(110), Is.EqualTo(0.1f).Within(1e-6));
        Assert.That(schedule.At(1000), Is.EqualTo(0.1f).Within(1e-6));
        for (var step = 11; step <= 110; step++)
            Assert.That(schedule.At(step), Is.LessThan(schedule.At(step - 1)));
    }

    [Test]
    public void Constant_and_step_schedules()
    {
        Assert.That(new ConstantLr(0.3f).At(12345), Is.EqualTo(0.3f));
        var steps = new StepLr(0.1f, StepSize: 30, Gamma: 0.5f);
        Assert.That(new[] { 0, 29, 30, 60 }.Select(s => steps.At(s)), Is.EqualTo([0.1f, 0.1f, 0.05f, 0.025f]).Within(1e-8));
    }
}
