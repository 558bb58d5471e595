// Trainings that are cancelled, killed, moved or go back: what they leave is what an undisturbed one leaves, files and logs alike.
namespace CnnCompute.Tests;

public sealed class TrainingInterruptTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("interrupts").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    // Everything that has a state of its own: running means, sums of gradients, mixed targets, a schedule that waits, kept epochs. 30 steps an epoch.
    private static TrainingSetup Setup => Squares.Setup with
    {
        Epochs = 4,
        Keep = 2,
        Transforms = [new RandomHorizontalFlip(), new MixUp()],
        Step = new StepOptions { EmaDecay = 0.9f, Accumulate = 4, ClipNorm = 1, SkipNonFinite = true },
        Schedule = (_, perEpoch) => new PlateauLr(0.02f, Patience: 0, StepsPerEpoch: perEpoch),
    };

    private static Trainer Make(TrainingSetup setup, string place, Checkpoint? state = null, int samples = 240)
    {
        var trainer = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(samples), setup, state);
        trainer.Callbacks.Add(new TensorBoardLog(place, everySteps: 50));
        return trainer;
    }

    // The times at which rows were written, and the speed, are never the same.
    private static string[] Rows(string place) => [.. File.ReadLines(Path.Combine(place, "log.csv")).Select(row => row[..row.LastIndexOf(',')])];

    private static List<string> Events(string place)
    {
        const int WallTime = 9;
        using var file = File.OpenRead(Path.Combine(place, TensorBoardLog.FileName));
        var events = new List<string>();
        foreach (var record in EventRecord.ReadAll(file))
        {
            record.AsSpan(0, WallTime).Clear();
            var speed = record.AsSpan().IndexOf("images_per_second"u8);
            if (speed >= 0)
                record.AsSpan(speed + "images_per_second".Length, 5).Clear();
            events.Add(Convert.ToHexString(record));
        }
        return events;
    }

    private static void AssertSame(string place, string whole)
    {
        static string[] Names(string at) => [.. Directory.GetFiles(at).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
        Assert.That(Names(place), Is.EqualTo(Names(whole)));
        foreach (var name in Names(whole).Where(n => n.EndsWith(".safetensors", StringComparison.Ordinal)))
            Assert.That(File.ReadAllBytes(Path.Combine(place, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(whole, name))), name);
        Assert.That(Rows(place), Is.EqualTo(Rows(whole)));
        Assert.That(Events(place), Is.EqualTo(Events(whole)));
    }

    private string Whole()
    {
        var whole = Path.Combine(folder, "whole");
        using var trainer = Make(Setup, whole);
        trainer.Run(TrainingFiles.At(whole));
        return whole;
    }

    // In the midst of an update, before and after a row, at an epoch's end before its evaluation, at the very end.
    [Test]
    public void Cancelled_anywhere_it_leaves_the_same_weights_rows_and_curves()
    {
        var place = Path.Combine(folder, "cancelled");
        Checkpoint? state = null;
        foreach (var step in new[] { 1, 30, 49, 50, 103, 120 })
        {
            using var cancel = new CancellationTokenSource();
            using var trainer = Make(Setup, place, state);
            trainer.Callbacks.Add(new Watch(stepEnded: s =>
            {
                if (s == step)
                    cancel.Cancel();
            }));
            Assert.That(() => trainer.Run(TrainingFiles.At(place), cancel.Token), Throws.InstanceOf<OperationCanceledException>(), $"step {step}");
            state = Checkpoint.Load(TrainingFiles.At(place).Last);
            Assert.That(state.Step, Is.EqualTo(step));
        }
        using (var trainer = Make(Setup, place, state))
            trainer.Run(TrainingFiles.At(place));
        AssertSame(place, Whole());
    }

    // A copy of the files, as they are then, is what a kill would leave.
    [Test]
    public void Killed_around_the_writing_of_a_checkpoint_it_leaves_the_same_weights_rows_and_curves()
    {
        var whole = Path.Combine(folder, "whole");
        var copies = new List<string>();
        void Copy(string name)
        {
            var copy = Path.Combine(folder, name);
            Directory.CreateDirectory(copy);
            foreach (var file in Directory.GetFiles(whole))
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            copies.Add(copy);
        }

        using (var trainer = Make(Setup, whole))
        {
            trainer.Callbacks.Add(new Watch(
                evaluated: epoch => Copy($"before {epoch}"), epochEnded: epoch => Copy($"after {epoch}")));
            trainer.Run(TrainingFiles.At(whole));
        }
        // The first copy has no state to go on from; two moments of one epoch, and the end, say as much as all.
        foreach (var place in new[] { copies[2], copies[3], copies[7] })
        {
            using (var trainer = Make(Setup, place, Checkpoint.Load(TrainingFiles.At(place).Last)))
                trainer.Run(TrainingFiles.At(place));
            AssertSame(place, whole);
        }
        Assert.That(copies, Has.Count.EqualTo(8));
    }

    // At a rate at which nothing is learnt the first epoch stays the best, whose weights are in a file alone.
    [Test]
    public void Continued_elsewhere_it_takes_its_best_weights_and_rows_along()
    {
        var setup = Setup with { Schedule = (_, _) => new ConstantLr(1e-12f), Epochs = 3 };
        var (here, there, whole) = (Path.Combine(folder, "here"), Path.Combine(folder, "there"), Path.Combine(folder, "whole"));
        using (var trainer = Make(setup, whole, samples: 60))
            trainer.Run(TrainingFiles.At(whole));
        using (var trainer = Make(setup, here, samples: 60))
        using (var cancel = new CancellationTokenSource())
        {
            trainer.Callbacks.Add(new Watch(stepEnded: s =>
            {
                if (s == 17)
                    cancel.Cancel();
            }));
            Assert.That(() => trainer.Run(TrainingFiles.At(here), cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        }
        var state = Checkpoint.Load(TrainingFiles.At(here).Last);
        TrainingFiles.At(there).TakeOver(TrainingFiles.At(here), state.Evaluated);
        using (var trainer = Make(setup, there, state, samples: 60))
            trainer.Run(TrainingFiles.At(there));
        AssertSame(there, whole);
    }

    [Test]
    public void Without_the_file_of_the_best_weights_the_last_epoch_counts_and_no_number_is_of_others()
    {
        var setup = Setup with { Schedule = (_, _) => new ConstantLr(1e-12f), Epochs = 3, Keep = 0 };
        var files = TrainingFiles.At(folder);
        using (var trainer = Make(setup, folder, samples: 60))
        using (var cancel = new CancellationTokenSource())
        {
            trainer.Callbacks.Add(new Watch(stepEnded: s =>
            {
                if (s == 17)
                    cancel.Cancel();
            }));
            Assert.That(() => trainer.Run(files, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        }
        File.Delete(files.Best);
        TrainingResult result;
        using (var resumed = Make(setup, folder, Checkpoint.Load(files.Last), samples: 60))
        {
            result = resumed.Run(files);
            Assume.That(resumed.History.Best, Is.LessThan(2), "an epoch before the last one is the best");
            Assert.That((result.Epoch, result.Validation), Is.EqualTo((2, resumed.History.Epochs[2])));
        }
        var best = Checkpoint.Load(files.Best);
        Assert.That((best.Evaluated, best.CanResume), Is.EqualTo((3, false)));
        var model = Squares.Net();
        model.LoadStateDict(best.State);
        using var weights = new Residence(GpuFixture.Gpu);
        using var evaluator = new Evaluator(
            weights, model, new Squares(37, first: 2000), Squares.Setup.Norm, best.EvaluationBatchSize, best.EvaluationRecipes);
        Assert.That(evaluator.Run(), Is.EqualTo(result.Test));
    }

    // A criterion that is no number where the rate is high.
    private sealed record Exploding : Criterion
    {
        public override Tensor Loss(Tensor output, TrainingBatch batch)
        {
            var graph = output.Graph;
            var late = graph.Value(Optimizer.RateName).GreaterEqual(0.03f);
            return output.CrossEntropy(batch.Labels) * Tensor.Where(late, graph.Fill(Shape.Scalar, float.NaN), graph.Fill(Shape.Scalar, 1));
        }
    }

    // The second epoch's rate is too high; half of it is not.
    private static TrainingSetup Explosive => Squares.Setup with
    {
        Criterion = new Exploding(),
        Schedule = (_, perEpoch) => new MultiStepLr(0.02f, [1], 2, StepsPerEpoch: perEpoch),
        OnNan = NanAction.Lower,
    };

    [Test]
    public void Gone_back_it_tells_no_step_twice()
    {
        using (var trainer = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), Explosive))
        {
            trainer.Callbacks.Add(new TensorBoardLog(folder, everySteps: 1));
            trainer.Run(TrainingFiles.At(folder));
            Assert.That(trainer.Capture().Recoveries, Is.EqualTo(1));
        }
        Assert.That(Events(folder).Count(e => e.Contains(Convert.ToHexString("loss/train"u8))), Is.InRange(12, 21),
            "of an epoch's first steps nothing is there yet");
        Assert.That(Events(folder), Is.Unique);
        Assert.That(Rows(folder), Has.Length.EqualTo(4));
    }

    [Test]
    public void Cancelled_when_the_loss_has_just_become_no_number_it_saves_the_state_before()
    {
        var files = TrainingFiles.At(folder);
        using (var trainer = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), Explosive))
        using (var cancel = new CancellationTokenSource())
        {
            trainer.Callbacks.Add(new Watch(stepEnded: s =>
            {
                // The first step at that rate is under way.
                if (s == 8)
                    cancel.Cancel();
            }));
            Assert.That(() => trainer.Run(files, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        }
        var saved = Checkpoint.Load(files.Last);
        Assert.That((saved.Step, saved.Recoveries, saved.RateFactor), Is.EqualTo((7L, 1, 0.5f)));
        using var resumed = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), Explosive, saved);
        Assert.That(resumed.Run(files).Epochs, Is.EqualTo(3));
    }

    [Test]
    public void A_picture_that_vanishes_ends_the_training_by_its_name_and_the_state_before_serves()
    {
        using var pictures = new TemporaryPictures();
        for (var red = 0; red < 2; red++)
            pictures.Class($"class {red}", 16, red * 200);
        DataSplits Open() => DataSets.Open(new DataSettings { Data = pictures.Root, Side = 8, Cache = CacheMode.None, TestShare = 0 });
        var (files, setup) = (TrainingFiles.At(folder), Squares.Setup with { Norm = PixelNorm.Of(0.5, 0.3) });
        static Module Net() => new Sequential(new Flatten(), new Linear(3 * 64, 2));
        var lost = pictures["class 1/003.png"];
        var kept = File.ReadAllBytes(lost);
        using (var trainer = new Trainer(GpuFixture.Gpu, Net(), Open(), setup with { Epochs = 50 }))
        {
            trainer.Callbacks.Add(new Watch(epochEnded: _ => File.Delete(lost)));
            Assert.That(() => trainer.Run(files), Throws.InstanceOf<IOException>().With.Message.Contains("003.png"));
        }
        File.WriteAllBytes(lost, kept);
        var state = Checkpoint.Load(files.Last);
        using var resumed = new Trainer(GpuFixture.Gpu, Net(), Open(), setup with { Epochs = 50 }, state);
        resumed.StepOnce();
        Assert.That(resumed.Capture().Step, Is.EqualTo(state.Step + 1));
    }

    private sealed class Watch(Action<long>? stepEnded = null, Action<int>? evaluated = null, Action<int>? epochEnded = null) : ITrainingCallback
    {
        public void StepEnded(in TrainingProgress progress) => stepEnded?.Invoke(progress.Step);

        public void EpochEvaluated(EpochResult result) => evaluated?.Invoke(result.Epoch);

        public void EpochEnded(EpochResult result) => epochEnded?.Invoke(result.Epoch);
    }
}
