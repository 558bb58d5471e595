// Learning rates that fall when validation no longer gets better, against PyTorch's.
namespace CnnCompute.Tests;

public sealed class PlateauLrTests
{
    private static readonly double[] Losses =
        [5, 4, 4, 3.9999, 4.5, 3, 3.1, 3.2, 3.3, 2.95, 2.96, 2.97, 2.98, double.NaN, 2.99, 2.5, 2.6, 2.6, 2.6, 2.6, 2.6, 2.6];

    // Rates after each loss by torch 1.13's ReduceLROnPlateau over SGD of rate 0.2: (factor=0.5, patience=2, threshold=0.01) and (factor=0.1,
    // patience=1, threshold=0.3, threshold_mode="abs", cooldown=2, min_lr=0.003).
    private static readonly (PlateauLr Schedule, double[] Rates)[] Torch =
    [
        (new PlateauLr(0.2f, 0.5, 2, 0.01),
            [
                0.2, 0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.025, 0.025, 0.025, 0.0125, 0.0125, 0.0125,
                0.00625,
            ]),
        (new PlateauLr(0.2f, 0.1, 1, 0.3, Relative: false, Cooldown: 2, MinRate: 0.003f),
            [0.2, 0.2, 0.2, 0.02, 0.02, 0.02, 0.02, .. Enumerable.Repeat(0.003, 15)]),
    ];

    [TestCaseSource(nameof(Torch))]
    public void Rates_after_losses_are_PyTorchs((PlateauLr Schedule, double[] Rates) c)
    {
        LrSchedule schedule = c.Schedule;
        foreach (var (i, loss) in Losses.Index())
        {
            schedule = schedule.Observe(loss);
            Assert.That(schedule.At(i), Is.EqualTo(c.Rates[i]).Within(1e-8), $"after loss {i}");
        }
        Assert.That(c.Schedule.At(99), Is.EqualTo(0.2f), "a schedule itself never changes");
    }

    [Test]
    public void A_state_restores_what_was_seen()
    {
        LrSchedule whole = Torch[0].Schedule;
        foreach (var loss in Losses[..8])
            whole = whole.Observe(loss);
        LrSchedule restored = Torch[0].Schedule with { State = ((PlateauLr)whole).State };
        Assert.That(restored, Is.EqualTo(whole).And.Not.EqualTo(Torch[0].Schedule));
        Assert.That(restored.Observe(3.4).At(0), Is.EqualTo(0.05f).Within(1e-8), "the third bad one");
    }

    [Test]
    public void It_warms_up_to_its_rate_and_others_pass_losses_on_or_over()
    {
        var plateau = new PlateauLr(0.4f, Factor: 0.5, Patience: 0, Warmup: 1, StepsPerEpoch: 4);
        Assert.That(new[] { 0, 3, 4 }.Select(s => plateau.At(s)), Is.EqualTo([0.1f, 0.4f, 0.4f]).Within(1e-7));
        Assert.That(plateau.Observe(1).Observe(1).At(0), Is.EqualTo(0.05f).Within(1e-7));
        Assert.That(new WarmupLr(plateau, 2).Observe(1).Observe(1).At(99), Is.EqualTo(0.2f).Within(1e-7));
        var constant = new ConstantLr(1);
        Assert.That(constant.Observe(double.NaN), Is.SameAs(constant));
        Assert.That(() => new PlateauLr(1, Factor: 1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("factor is 1"));
    }

    [Test]
    public void A_first_loss_that_is_no_number_is_no_best_one()
    {
        var schedule = (PlateauLr)new PlateauLr(1, Patience: 3).Observe(double.NaN);
        Assert.That(schedule.State, Is.EqualTo(new PlateauState(1, null, 1)));
        Assert.That(((PlateauLr)schedule.Observe(7)).State, Is.EqualTo(new PlateauState(1, 7)));
    }
}
