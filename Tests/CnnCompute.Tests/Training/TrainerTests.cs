// Training: it learns, it repeats, it resumes, it counts.
namespace CnnCompute.Tests;

public sealed class TrainerTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("training").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private static Trainer Make(TrainingSetup setup, Checkpoint? resume = null, int samples = 60) =>
        new(GpuFixture.Gpu, Squares.Net(), Squares.Splits(samples), setup, resume);

    private static Checkpoint After(Trainer trainer, int steps)
    {
        for (var i = 0; i < steps; i++)
            trainer.StepOnce();
        return trainer.Capture();
    }

    /// <summary>Two states are the same bit for bit.</summary>
    internal static void AssertSame(Checkpoint a, Checkpoint b)
    {
        Assert.That(a.Step, Is.EqualTo(b.Step));
        foreach (var (name, value) in a.State.Concat(a.Optimizer))
        {
            var other = (b.State.TryGetValue(name, out var s) ? s : b.Optimizer[name]).Values;
            Assert.That(value.Values.Select(BitConverter.SingleToUInt32Bits), Is.EqualTo(other.Select(BitConverter.SingleToUInt32Bits)), name);
        }
    }

    [Test]
    public void Training_lowers_the_loss_and_predicts_what_it_has_not_seen()
    {
        using var trainer = Make(Squares.Setup with { Epochs = 6 }, samples: 200);
        var watch = new Watch();
        trainer.Callbacks.Add(watch);
        var result = trainer.Run();
        var epochs = watch.Epochs;
        Assert.That(epochs, Has.Count.EqualTo(6));
        Assert.That(epochs[^1].Training.Loss, Is.LessThan(0.5 * epochs[0].Training.Loss));
        Assert.That(epochs[^1].Validation!.Accuracy, Is.GreaterThan(0.9));
        Assert.That(result.Test!.Accuracy, Is.GreaterThan(0.9));
        Assert.That(result.Test.Metrics.Count, Is.EqualTo(37));
        Assert.That((watch.Began, watch.Steps, watch.Ended), Is.EqualTo((1, 150, 1)));
        Assert.That(epochs.Select(e => e.Training.Count), Is.All.EqualTo(200));
    }

    [Test]
    public void One_batch_can_be_learnt_by_heart([Values("sgd", "adam")] string method)
    {
        var setup = Squares.Setup with
        {
            Epochs = 40,
            Optimizer = method == "sgd" ? Squares.Sgd(0) : groups => new Adam(groups),
            Schedule = Squares.Cosine(method == "sgd" ? 0.05f : 0.01f, warmup: 2),
        };
        using var trainer = Make(setup, samples: 8);
        var watch = new Watch();
        trainer.Callbacks.Add(watch);
        trainer.Run();
        Assert.That(watch.Epochs[^1].Training.Accuracy, Is.EqualTo(1));
        Assert.That(watch.Epochs[^1].Training.Loss, Is.LessThan(0.1));
    }

    [Test]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        Checkpoint Train(int seed)
        {
            using var trainer = Make(Squares.Setup with { Seed = seed, Transforms = Moving });
            return After(trainer, 9);
        }

        var first = Train(3);
        AssertSame(first, Train(3));
        Assert.That(Train(4).State["0.weight"].Values, Is.Not.EqualTo(first.State["0.weight"].Values));
    }

    [Test]
    public void What_is_random_in_evaluation_too_is_judged_by_the_mean_of_its_draws()
    {
        EvaluationResult Train(int draws, out EvaluationResult again)
        {
            var net = Squares.RandomNet();
            using var trainer = new Trainer(GpuFixture.Gpu, net, Squares.Splits(), Squares.Setup with { Epochs = 1, Draws = draws });
            var result = trainer.Run();
            Assert.That(net.Modules().Select(m => m.Training), Is.All.True, "the mode stays as it was");
            // The weights of the only epoch.
            using var evaluator = new Evaluator(trainer.Weights, [new JudgedModel(new AveragedDraws(net, draws), Squares.Setup.Norm)],
                trainer.Data.Test!, TestViews.One, Squares.Setup.EvaluationBatchSize)
            {
                Seed = Squares.Setup.Seed,
            };
            again = evaluator.Run();
            return result.Test!;
        }

        var several = Train(5, out var same);
        Assert.That(several.Loss, Is.EqualTo(same.Loss).Within(1e-6));
        var one = Train(1, out same);
        Assert.That(one.Loss, Is.EqualTo(same.Loss).Within(1e-6));
        Assert.That(several.Loss, Is.Not.EqualTo(one.Loss).Within(1e-5));
        Assert.That(() => (Squares.Setup with { Draws = 0 }).Validate(), Throws.ArgumentException.With.Message.Contains("Draws is 0"));
    }

    private static IReadOnlyList<Transform> Moving => [new RandomHorizontalFlip(), new RandomShift(1)];

    // Decoded whenever they are read, kept in memory, or on the device; mixed and moved by numbers that know only seed, epoch and sample.
    [Test]
    public void Where_the_samples_lie_changes_no_weight()
    {
        using var pictures = new TemporaryPictures();
        for (var red = 0; red < 3; red++)
            pictures.Class($"class {red}", 16, red * 100);
        Checkpoint Train(CacheMode cache)
        {
            var data = DataSets.Open(new DataSettings { Data = pictures.Root, Side = 8, Cache = cache, TestShare = 0 });
            Assert.That(data.Cache, Is.EqualTo(cache));
            var setup = Squares.Setup with
            {
                Norm = PixelNorm.Of(0.5, 0.3),
                Transforms = [.. Moving, new MixUp()],
                Step = new StepOptions { EmaDecay = 0.9f },
            };
            using var trainer = new Trainer(GpuFixture.Gpu, new Sequential(new Flatten(), new Linear(3 * 64, 3)), data, setup);
            return After(trainer, 9);
        }

        var streamed = Train(CacheMode.None);
        AssertSame(streamed, Train(CacheMode.Memory));
        AssertSame(streamed, Train(CacheMode.Device));
        AssertSame(streamed, Train(CacheMode.None));
    }

    /// <summary>Setups with state of every kind.</summary>
    internal static TrainingSetup Resumable(string kind) => Squares.Setup with
    {
        Transforms = Moving,
        Schedule = kind == "plateau" ? (_, perEpoch) => new PlateauLr(0.02f, Patience: 0, StepsPerEpoch: perEpoch) : Squares.Cosine(0.01f),
        Optimizer = kind == "adam" ? groups => new Adam(groups, weightDecay: 1e-4) : Squares.Sgd(1e-4f),
        Step = kind switch
        {
            "ema" => new StepOptions { EmaDecay = 0.9f },
            "accumulate" => new StepOptions { Accumulate = 3, ClipNorm = 0.1f },
            "clip" => new StepOptions { ClipValue = 0.001f, SkipNonFinite = true },
            _ => Squares.Setup.Step,
        },
        Groups = kind == "adam" ? [new ParameterRule("6.*", RateScale: 0.5f)] : [],
        DecayVectors = kind == "sgd",
    };

    // 7 steps an epoch: before, at and after its end, and between the batches of one update.
    [Test]
    public void A_resumed_run_continues_bit_for_bit(
        [Values("sgd", "adam", "ema", "accumulate", "clip", "plateau")] string kind, [Values(4, 7, 9)] int before)
    {
        var setup = Resumable(kind);
        var path = Path.Combine(folder, "last.safetensors");
        using (var trainer = Make(setup))
            After(trainer, before).Save(path);
        using var whole = Make(setup);
        using var resumed = Make(setup, Checkpoint.Load(path));
        Assert.That(resumed.Step, Is.EqualTo(before));
        Assert.That(resumed.RecipesChanged, Is.False);
        AssertSame(After(whole, 17), After(resumed, 17 - before));
    }

    [Test]
    public void A_checkpoint_names_the_recipes_and_every_key()
    {
        using var trainer = Make(Squares.Setup);
        var path = Path.Combine(folder, "a.safetensors");
        var saved = After(trainer, 3);
        saved.Save(path);
        var loaded = Checkpoint.Load(path);
        Assert.That(loaded.TrainingRecipes, Is.EqualTo(trainer.Plan.Recipes));
        Assert.That(loaded.Essence, Is.EqualTo(trainer.Essence));
        Assert.That(loaded.State.Keys, Is.EqualTo(Squares.Net().StateDict().Keys));
        Assert.That(loaded.Device, Is.EqualTo(GpuFixture.Gpu.Info.Name));
        AssertSame(saved, loaded);
        saved.Save(Path.Combine(folder, "b.safetensors"));
        Assert.That(File.ReadAllBytes(Path.Combine(folder, "b.safetensors")), Is.EqualTo(File.ReadAllBytes(path)));
    }

    [Test]
    public void A_checkpoint_of_other_options_another_net_or_no_optimiser_state_is_refused()
    {
        Checkpoint checkpoint;
        using (var trainer = Make(Squares.Setup))
            checkpoint = After(trainer, 2);
        Assert.That(() => Make(Squares.Setup with { Seed = 5 }, checkpoint),
            Throws.ArgumentException.With.Message.Contains("\"seed: 1\" there, \"seed: 5\" here"));
        var weightsOnly = checkpoint with { IsForUse = true, Optimizer = new Dictionary<string, TensorData>() };
        Assert.That(() => Make(Squares.Setup, weightsOnly), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("last.safetensors"));
        Assert.That(
            () => new Trainer(
                GpuFixture.Gpu, new Sequential(new Flatten(), new Linear(64, 4)), Squares.Splits(), Squares.Setup, checkpoint),
            Throws.InstanceOf<StateDictException>().With.Message.Contains("1.weight").And.Message.Contains("6.weight"));
        Assert.That(() => Make(Squares.Setup, checkpoint with { IsOld = true }),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("earlier version"));
    }

    [Test]
    public void A_checkpoint_of_other_pictures_is_refused()
    {
        Checkpoint checkpoint;
        using (var trainer = Make(Squares.Setup))
            checkpoint = After(trainer, 2);
        Assert.That(() => Make(Squares.Setup, checkpoint, samples: 61), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("--data"));
        Assert.That(new Squares(60).Fingerprint(), Is.Not.EqualTo(new Squares(60, first: 1).Fingerprint()));
    }

    [Test]
    public void Recipes_that_no_longer_fit_are_chosen_anew_and_told()
    {
        Checkpoint checkpoint;
        using (var trainer = Make(Squares.Setup))
            checkpoint = After(trainer, 2);
        using (var same = Make(Squares.Setup, checkpoint))
            Assert.That(same.RecipesChanged, Is.False);
        var path = Path.Combine(folder, "a.safetensors");
        (checkpoint with { TrainingRecipes = [.. checkpoint.TrainingRecipes.Skip(1)] }).Save(path);
        using var resumed = Make(Squares.Setup, Checkpoint.Load(path));
        Assert.That(resumed.RecipesChanged, Is.True);
        resumed.StepOnce();
        resumed.Drain();
    }

    [Test]
    public void Numbers_out_of_range_are_named()
    {
        Assert.That(() => Make(Squares.Setup with { Epochs = 0 }), Throws.ArgumentException.With.Message.Contains("Epochs is 0"));
        Assert.That(() => Make(Squares.Setup with { Freeze = ["0.wieght"] }), Throws.ArgumentException.With.Message.Contains("'0.weight'"));
        Assert.That(() => Make(Squares.Setup with { Freeze = ["*"] }), Throws.ArgumentException.With.Message.Contains("nothing is left"));
        Assert.That(() => Make(Squares.Setup with { Groups = [new ParameterRule("x.*")] }), Throws.ArgumentException.With.Message.Contains("x.*"));
    }

    [Test]
    public void Gradients_of_more_batches_than_there_are_would_change_nothing()
    {
        var setup = Squares.Setup with { Step = new StepOptions { Accumulate = 22 } };
        Assert.That(() => Make(setup), Throws.ArgumentException.With.Message.Contains("no weight would ever change"));
        var (data, few) = TrainingTrial.DevRun(Squares.Splits(), setup);
        using var trial = new Trainer(GpuFixture.Gpu, Squares.Net(), data, few);
        var before = trial.Capture().State["0.weight"].Values.ToArray();
        trial.Run();
        Assert.That(trial.Capture().State["0.weight"].Values, Is.Not.EqualTo(before));
    }

    [Test]
    public void A_trial_of_data_in_the_order_of_their_classes_sees_all_of_them()
    {
        var squares = new Squares(400);
        var sorted = new SubsetDataset("sorted", squares, Enumerable.Range(0, 400).OrderBy(squares.Label));
        var (few, _) = TrainingTrial.DevRun(new DataSplits(sorted, sorted, sorted), Squares.Setup);
        Assert.That(few.Train.ClassCounts(), Has.All.Positive);
        Assert.That(few.Test!.ClassCounts(), Has.All.Positive);
        Assert.That((few.Train.Count, few.Validation!.Count), Is.EqualTo((24, 30)));
    }

    [Test]
    public void What_is_frozen_stays_and_groups_learn_at_their_own_rates()
    {
        var setup = Squares.Setup with { Freeze = ["0.*"], Groups = [new ParameterRule("6.weight", RateScale: 0), new ParameterRule("6.*")] };
        using var trainer = Make(setup);
        var before = trainer.Capture().State;
        var after = After(trainer, 5).State;
        Assert.That(after["0.weight"].Values, Is.EqualTo(before["0.weight"].Values));
        Assert.That(after["0.bias"].Values, Is.EqualTo(before["0.bias"].Values));
        Assert.That(after["6.weight"].Values, Is.EqualTo(before["6.weight"].Values));
        Assert.That(after["6.bias"].Values, Is.Not.EqualTo(before["6.bias"].Values));
    }

    [Test]
    public void It_stops_early_and_the_best_epoch_by_validation_is_tested()
    {
        // Nothing is learnt at such a rate, so the first epoch stays the best.
        var setup = Squares.Setup with { Epochs = 9, Patience = 2, Schedule = (_, _) => new ConstantLr(1e-12f) };
        using var trainer = Make(setup);
        var result = trainer.Run();
        Assert.That((result.StoppedEarly, result.Epochs, result.Epoch), Is.EqualTo((true, result.Epoch + 3, result.Epoch)));
        Assert.That(result.Validation, Is.EqualTo(trainer.History.Epochs[result.Epoch]));
    }

    [Test]
    public void Without_validation_samples_the_last_epoch_counts()
    {
        using var trainer = new Trainer(
            GpuFixture.Gpu, Squares.Net(), new DataSplits(new Squares(60), null, new Squares(37, first: 2000)), Squares.Setup);
        var result = trainer.Run();
        Assert.That((result.Epoch, result.Validation, result.StoppedEarly), Is.EqualTo((2, (Metrics?)null, false)));
        using var evaluator = new Evaluator(trainer.Weights, trainer.Model, new Squares(37, first: 2000), Squares.Setup.Norm, 10);
        Assert.That(evaluator.Run(), Is.EqualTo(result.Test));
    }

    [Test]
    public void What_looks_at_validation_samples_is_refused_where_there_are_none()
    {
        var data = Squares.Splits() with { Validation = null };
        Trainer Try(TrainingSetup setup) => new(GpuFixture.Gpu, Squares.Net(), data, setup);
        Assert.That(() => Try(Squares.Setup with { Patience = 2 }), Throws.ArgumentException.With.Message.StartsWith("Patience looks at validation"));
        Assert.That(() => Try(Squares.Setup with { Keep = 1 }), Throws.ArgumentException.With.Message.StartsWith("Keep looks at validation"));
        Assert.That(() => Try(Squares.Setup with { Schedule = (_, perEpoch) => new WarmupLr(new PlateauLr(0.1f), 1, StepsPerEpoch: perEpoch) }),
            Throws.ArgumentException.With.Message.Contains("WarmupLr looks at validation"));
    }

    [Test]
    public void L_BFGS_trains_though_steps_that_are_not_finite_are_to_be_passed_over()
    {
        var setup = Squares.Setup with
        {
            Optimizer = groups => new Lbfgs(groups),
            BatchSize = 60,
            Epochs = 12,
            Schedule = (_, _) => new ConstantLr(1),
        };
        using var trainer = Make(setup);
        trainer.StepOnce();
        trainer.Drain();
        var first = trainer.LastLoss;
        Assert.That(trainer.Run().Epochs, Is.EqualTo(12));
        Assert.That(trainer.LastLoss, Is.LessThan(first / 2));
    }

    [Test]
    public void A_step_allocates_next_to_nothing()
    {
        using var trainer = Make(Squares.Setup with { Epochs = 50 }, samples: 800);
        for (var i = 0; i < 120; i++)
            trainer.StepOnce();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            trainer.StepOnce();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(200 * 64));
        trainer.Drain();
    }

    private sealed class Watch : ITrainingCallback
    {
        public List<EpochResult> Epochs { get; } = [];

        public int Began { get; private set; }

        public int Steps { get; private set; }

        public int Ended { get; private set; }

        void ITrainingCallback.Began(Trainer trainer) => Began++;

        public void StepEnded(in TrainingProgress progress) => Steps++;

        public void EpochEnded(EpochResult result) => Epochs.Add(result);

        void ITrainingCallback.Ended(Trainer trainer, bool finished) => Ended++;
    }
}
