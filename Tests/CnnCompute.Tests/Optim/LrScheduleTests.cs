// Learning rates over the steps, against PyTorch's.
namespace CnnCompute.Tests;

public sealed class LrScheduleTests
{
    private static readonly int[] At = [0, 1, 2, 3, 5, 7, 10, 14, 19];

    // Rates of steps At by torch 1.13's torch.optim.lr_scheduler, step() after each, over SGD of rate 0.2: StepLR(3, 0.5),
    // MultiStepLR([2, 5, 14], 0.3), ExponentialLR(0.9), LambdaLR(1/(1+t/2)), PolynomialLR(15, 2), PolynomialLR(15, 1), CosineAnnealingLR(19, 0.01),
    // CosineAnnealingWarmRestarts(3, 2, 0.01), (4, 1, 0), OneCycleLR(0.2, 20), OneCycleLR(0.2, 20, 0.4, "linear", 10, 100, three_phase),
    // SequentialLR(LinearLR(0.25, 4), ExponentialLR(0.9), [4]).
    private static readonly (LrSchedule Schedule, double[] Rates)[] Torch =
    [
        (new StepLr(0.2f, 3, 0.5), [0.2, 0.2, 0.2, 0.1, 0.1, 0.05, 0.025, 0.0125, 0.003125]),
        (new MultiStepLr(0.2f, [2, 5, 14], 0.3), [0.2, 0.2, 0.06, 0.06, 0.018, 0.018, 0.018, 0.0054, 0.0054]),
        (new ExponentialLr(0.2f, 0.9), [0.2, 0.18, 0.162, 0.1458, 0.118098, 0.09565938, 0.069735688, 0.0457535849, 0.0270170344]),
        (new InverseLr(0.2f, 0.5), [0.2, 0.133333333, 0.1, 0.08, 0.0571428571, 0.0444444444, 0.0333333333, 0.025, 0.019047619]),
        (new PolynomialLr(0.2f, 15, 2), [0.2, 0.174222222, 0.150222222, 0.128, 0.0888888889, 0.0568888889, 0.0222222222, 0.000888888889, 0]),
        (new PolynomialLr(0.2f, 15), [0.2, 0.186666667, 0.173333333, 0.16, 0.133333333, 0.106666667, 0.0666666667, 0.0133333333, 0]),
        (new CosineLr(0.2f, 19, Floor: 0.01f),
            [0.2, 0.198704324, 0.194852638, 0.188550006, 0.169341749, 0.143161065, 0.0971549622, 0.0406582507, 0.01]),
        (new CosineLr(0.2f, 0, Floor: 0.01f, T0: 3, TMult: 2), [0.2, 0.1525, 0.0575, 0.2, 0.1525, 0.0575, 0.196762953, 0.129587809, 0.0227275866]),
        (new CosineLr(0.2f, 0, T0: 4), [0.2, 0.170710678, 0.1, 0.0292893219, 0.170710678, 0.0292893219, 0.1, 0.1, 0.0292893219]),
        (new OneCycleLr(0.2f, 20), [0.008, 0.0263343685, 0.0743343685, 0.133665631, 0.2, 0.190096926, 0.1433886, 0.0566121996, 8e-07]),
        (new OneCycleLr(0.2f, 20, 0.4, "linear", 10, 100, ThreePhase: true),
            [0.02, 0.0457142857, 0.0714285714, 0.0971428571, 0.148571429, 0.2, 0.122857143, 0.02, 0.0002]),
        (new WarmupLr(new ExponentialLr(0.2f, 0.9), 4, 0.25), [0.05, 0.0875, 0.125, 0.1625, 0.18, 0.1458, 0.1062882, 0.069735688, 0.0411782264]),
    ];

    [TestCaseSource(nameof(Torch))]
    public void Rates_are_PyTorchs((LrSchedule Schedule, double[] Rates) c)
    {
        for (var i = 0; i < At.Length; i++)
            Assert.That(c.Schedule.At(At[i]), Is.EqualTo(c.Rates[i]).Within(2e-7 * Math.Max(0.05, c.Rates[i])), $"step {At[i]} of {c.Schedule}");
    }

    [Test]
    public void Cosine_warms_up_linearly_peaks_and_falls_to_its_floor()
    {
        var schedule = new CosineLr(1, Steps: 110, Warmup: 10, Floor: 0.1f);
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
    public void Lengths_are_epochs_of_as_many_steps_fractions_too()
    {
        var half = new StepLr(0.4f, 0.5, 0.5, StepsPerEpoch: 10);
        Assert.That(new[] { 0, 4, 5, 9, 10 }.Select(s => half.At(s)), Is.EqualTo([0.4f, 0.4f, 0.2f, 0.2f, 0.1f]).Within(1e-7));
        Assert.That(new MultiStepLr(1, [1.5f], 0.1, StepsPerEpoch: 4).At(5), Is.EqualTo(1));
        Assert.That(new MultiStepLr(1, [1.5f], 0.1, StepsPerEpoch: 4).At(6), Is.EqualTo(0.1f));
        Assert.That(new ExponentialLr(1, 0.25, StepsPerEpoch: 10).At(5), Is.EqualTo(0.5f).Within(1e-7));
        Assert.That(new InverseLr(1, 1, StepsPerEpoch: 10).At(10), Is.EqualTo(0.5f).Within(1e-7));
        Assert.That(new CosineLr(1, 0, T0: 0.5, StepsPerEpoch: 10).At(5), Is.EqualTo(1f));
        var warm = new ConstantLr(0.3f, Warmup: 1.5, StepsPerEpoch: 4);
        Assert.That(new[] { 0, 2, 5, 6, 12345 }.Select(s => warm.At(s)), Is.EqualTo([0.05f, 0.15f, 0.3f, 0.3f, 0.3f]).Within(1e-7));
        Assert.That(new StepLr(1, 1, 0.5, Warmup: 1, StepsPerEpoch: 2).At(4), Is.EqualTo(0.5f), "counted from the end of the warm-up");
        Assert.That(new PolynomialLr(1, Steps: 20, Warmup: 1, Floor: 0.1f, StepsPerEpoch: 10).At(15), Is.EqualTo(0.55f).Within(1e-6));
    }

    [Test]
    public void Schedules_are_values_and_refuse_what_makes_no_sense()
    {
        MultiStepLr falls = new(1, [1, 2.5f]), same = new(1, [1, 2.5f]);
        Assert.That(falls, Is.EqualTo(same).And.Not.EqualTo(new MultiStepLr(1, [1, 3])));
        Assert.That(falls.ToString(), Does.Contain("[1, 2.5]"));
        Assert.That(() => new ConstantLr(-1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("rate is -1"));
        Assert.That(() => new ConstantLr(float.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new StepLr(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("stepSize is 0"));
        Assert.That(() => new MultiStepLr(1, [3, 2]), Throws.ArgumentException.With.Message.Contains("milestones 3, 2"));
        Assert.That(() => new OneCycleLr(1, 10, Anneal: "cosine"), Throws.ArgumentException.With.Message.Contains("\"linear\""));
        Assert.That(() => new OneCycleLr(1, 10, PctStart: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CosineLr(1, 10, T0: 2, TMult: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(new OneCycleLr(1, 0).At(0), Is.Not.NaN);
        Assert.That(new CosineLr(1, 0).At(0), Is.Not.NaN);
    }
}
