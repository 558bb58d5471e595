// Training within frames: the same bits as by itself, states on their way back, and what stops it.
namespace CnnCompute.Tests;

public sealed class LiveTrainerTests
{
    private const int Steps = 14;

    // Of frames with one slice, some, or whole steps; what a kind of training does between steps does not ask how these were cut.
    [TestCase("sgd", 1)]
    [TestCase("sgd", 1000)]
    [TestCase("accumulate", 1)]
    [TestCase("adam", 7)]
    [TestCase("ema", 7)]
    [TestCase("accumulate", 7)]
    [TestCase("plateau", 7)]
    public void Frames_train_to_the_weights_of_a_training_by_itself(string kind, int slices)
    {
        var setup = TrainerTests.Resumable(kind) with { Epochs = 2 };
        using var whole = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), setup);
        var told = new Told();
        whole.Callbacks.Add(told);
        whole.Run();
        using var live = Live(setup);
        var toldLive = new Told();
        live.Callbacks.Add(toldLive);
        Play(live, slices);
        Assert.That(live.Step, Is.EqualTo(Steps));
        TrainerTests.AssertSame(whole.Capture(), live.Capture());
        Assert.That(live.History.Epochs, Is.EqualTo(whole.History.Epochs));
        Assert.That(toldLive.Epochs, Is.EqualTo(told.Epochs));
    }

    [Test]
    public void Its_state_arrives_without_a_wait_and_is_that_of_a_whole_number_of_steps()
    {
        var setup = TrainerTests.Resumable("ema");
        using var live = Live(setup);
        Checkpoint? kept = null;
        var asked = -1L;
        Play(live, 3, () =>
        {
            if (asked < 0 && live is { Step: 9, IsAmid: true })
            {
                asked = live.Step + 1;
                live.Keep();
            }
            return kept is null && !live.TryKeep(out kept);
        });
        Assert.That(kept!.Step, Is.EqualTo(asked));
        using var whole = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), setup);
        for (var i = 0; i < asked; i++)
        {
            // As an epoch that ends does.
            whole.Drain();
            whole.StepOnce();
        }
        var expected = whole.Capture();
        TrainerTests.AssertSame(expected, kept);
        Assert.That((kept.Epoch, kept.Essence, kept.Data), Is.EqualTo((expected.Epoch, expected.Essence, expected.Data)));
        // It goes on from there as if nothing had been.
        using var resumed = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), setup, kept);
        resumed.StepOnce();
        whole.StepOnce();
        TrainerTests.AssertSame(whole.Capture(), resumed.Capture());
        Assert.That(kept.ForUse().State.Keys, Is.EqualTo(expected.State.Keys));
        Assert.That(kept.ForUse().State["0.weight"].Values, Is.EqualTo(expected.Optimizer["ema.0.weight"].Values));
    }

    [Test]
    public void The_step_under_way_is_finished_when_a_scene_ends()
    {
        var setup = TrainerTests.Resumable("accumulate");
        using var live = Live(setup);
        Play(live, 1, () => !(live.Step == 5 && live.IsAmid));
        var state = live.Finished();
        Assert.That(state.Step, Is.EqualTo(6));
        using var whole = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), setup);
        for (var i = 0; i < 6; i++)
            whole.StepOnce();
        TrainerTests.AssertSame(whole.Capture(), state);
    }

    [Test]
    public void It_makes_as_many_steps_as_it_may()
    {
        using var live = Live(Squares.Setup);
        for (var frame = 0; frame < 40; frame++)
            Frame(live, 20, most: 3);
        Assert.That((live.Step, live.IsAmid), Is.EqualTo((3, false)));
    }

    [TestCase(0, 0)]
    [TestCase(45, 32)]
    [TestCase(80, 64)]
    public void After_a_rate_without_measure_it_goes_back_to_sound_weights_and_on_from_there(int good, int back)
    {
        var setup = Squares.Setup with { Epochs = 40 };
        using var live = Live(setup);
        Play(live, 5, () => live.Step < good);
        live.RateFactor = 1e30f;
        Assert.That(() => Play(live, 5), Throws.TypeOf<DivergedException>());
        GpuFixture.Gpu.Run(commands => Assert.That(live.BackToSound(commands), Is.EqualTo(back)));
        using var whole = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), setup);
        Make(whole, back);
        TrainerTests.AssertSame(whole.Capture(), live.Capture());
        live.RateFactor = 1;
        Play(live, 5, () => live.Step < back + 9);
        Make(whole, live.Step + (live.IsAmid ? 1 : 0) - back);
        TrainerTests.AssertSame(whole.Capture(), live.Finished());
        Assert.That(() => live.RateFactor = 0, Throws.TypeOf<ArgumentOutOfRangeException>());

        static void Make(Trainer trainer, long steps)
        {
            for (var i = 0; i < steps; i++)
                trainer.StepOnce();
        }
    }

    [Test]
    public void Lent_weights_are_begun_anew_and_outlive_it()
    {
        using var weights = new Residence(GpuFixture.Gpu);
        var net = Squares.Net();
        float[] Train()
        {
            using var live = new Trainer(GpuFixture.Gpu, net, Squares.Splits(), Squares.Setup, plans: Budgeted, lent: weights);
            Play(live, 1000, () => live.Step < 4);
            live.Drain();
            return weights.Get(net.StateDict()["0.weight"]);
        }

        var first = Train();
        Assert.That(weights.Parameters, Is.EquivalentTo(net.StateDict().Values), "state of the optimiser is gone");
        Assert.That(Train(), Is.EqualTo(first));
    }

    [Test]
    public void Plans_that_cannot_be_sliced_are_refused()
    {
        using var trainer = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), Squares.Setup);
        var commands = GpuFixture.Gpu.Begin();
        Assert.That(() => trainer.Advance(commands, new SliceBudget()), Throws.InvalidOperationException.With.Message.Contains("Budgeted"));
        GpuFixture.Gpu.Discard(commands);
    }

    // Slices so short that a step has many.
    private static PlanOptions Budgeted => new() { Budgeted = true, Measure = false, SliceMilliseconds = 0.02 };

    private static Trainer Live(TrainingSetup setup) =>
        new(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), setup, plans: Budgeted);

    private static void Play(Trainer live, int slices, Func<bool>? goesOn = null)
    {
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (!live.IsFinished && goesOn?.Invoke() != false)
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "it goes on for ever");
            Frame(live, slices);
        }
    }

    private static void Frame(Trainer live, int slices, long most = long.MaxValue)
    {
        var (gpu, budget) = (GpuFixture.Gpu, new SliceBudget());
        budget.Begin(slices);
        var commands = gpu.Begin();
        try
        {
            live.Advance(commands, budget, most);
        }
        catch
        {
            gpu.Discard(commands);
            throw;
        }
        gpu.Submit(commands);
    }

    private sealed class Told : ITrainingCallback
    {
        public List<(int, long, Metrics, Metrics, float, bool)> Epochs { get; } = [];

        public void EpochEvaluated(EpochResult r) =>
            Epochs.Add((r.Epoch, r.Step, r.Training, r.Validation!.Metrics, r.LearningRate, r.IsBest));
    }
}
