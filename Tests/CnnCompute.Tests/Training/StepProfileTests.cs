// Where the time of a training step goes: every launch is in one part, and measuring changes nothing.
namespace CnnCompute.Tests;

public sealed class StepProfileTests
{
    [TestCase(1)]
    [TestCase(2)]
    public void Every_launch_of_a_step_is_counted_in_one_part_and_no_weight_changes(int accumulate)
    {
        var setup = Squares.Setup with
        {
            Transforms = [new RandomHorizontalFlip(), new RandomShift(1)],
            Step = new StepOptions { Accumulate = accumulate },
        };
        using var trainer = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), setup);
        for (var i = 0; i < 3; i++)
            trainer.StepOnce();
        var before = trainer.Capture();
        var profile = trainer.Profile(3);
        var after = trainer.Capture();
        foreach (var (name, value) in before.State.Concat(before.Optimizer))
        {
            var same = after.State.TryGetValue(name, out var s) ? s : after.Optimizer[name];
            Assert.That(same.Values, Is.EqualTo(value.Values), name);
        }
        Assert.That(new[] { profile.Augmentation, profile.Forward, profile.Backward, profile.Update }, Is.All.GreaterThanOrEqualTo(0));
        Assert.That(profile.Milliseconds, Is.GreaterThan(0));
        var launches = profile.Steps.Steps;
        var sum = profile.Steps.ProcessorMilliseconds > 0 ? profile.Steps.ProcessorMilliseconds : profile.Steps.Milliseconds;
        // What is done once for several batches belongs to another plan.
        if (accumulate == 1)
            Assert.That(profile.Milliseconds, Is.EqualTo(sum).Within(1e-9));
        else
            Assert.That(profile.Milliseconds, Is.GreaterThanOrEqualTo(sum - 1e-9));
        Assert.That(launches.Where(s => s.Node.StartsWith("Conv2dGrad", StringComparison.Ordinal)), Is.Not.Empty);
    }

    [Test]
    public void Launches_belong_to_the_part_in_which_their_node_was_appended()
    {
        StepTime At(int? id, double ms) => new("", "", "", ms, ms, 0, 0) { Id = id };
        var plan = new PlanProfile("", "", [At(null, 1), At(4, 2), At(5, 4), At(9, 8), At(10, 16), At(19, 32), At(20, 64), At(30, 128)]);
        var profile = StepProfile.Of(plan, new StepNodes(5, 10, 20));
        Assert.That((profile.Augmentation, profile.Forward, profile.Backward, profile.Update), Is.EqualTo((3.0, 12.0, 48.0, 192.0)));
    }

    [Test]
    public void An_epoch_says_how_its_loader_kept_up()
    {
        using var trainer = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), Squares.Setup with { Epochs = 2 });
        var watch = new Epochs();
        trainer.Callbacks.Add(watch);
        trainer.Run();
        Assert.That(watch.Seen, Has.Count.EqualTo(2));
        foreach (var epoch in watch.Seen)
        {
            Assert.That(epoch.Loader.Workers, Is.Positive);
            Assert.That(epoch.Loader.Elapsed, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(trainer.LoaderUse.Elapsed));
            Assert.That(TrainingDisplay.Line(epoch, 2), Does.EndWith(epoch.Loader.ToString()));
        }
        Assert.That(watch.Seen[1].Loader.Busy, Is.LessThan(trainer.LoaderUse.Busy), "the second epoch's is its own");
    }

    private sealed class Epochs : ITrainingCallback
    {
        public List<EpochResult> Seen { get; } = [];

        public void EpochEnded(EpochResult result) => Seen.Add(result);
    }
}
