// Training: it learns, it repeats, it resumes, it counts.
namespace CnnCompute.Tests;

public sealed class TrainerTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("training").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private static Trainer Make(TrainingOptions options, Checkpoint? resume = null, int samples = 60) =>
        new(GpuFixture.Gpu, Squares.Net(), new Squares(samples), new Squares(43, first: 1000), options, resume);

    private static Checkpoint After(Trainer trainer, int steps)
    {
        for (var i = 0; i < steps; i++)
            trainer.StepOnce();
        return trainer.Capture();
    }

    private static void AssertSame(Checkpoint a, Checkpoint b)
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
        using var trainer = Make(Squares.Options with { Epochs = 6 }, samples: 200);
        List<EpochResult> epochs = [];
        trainer.EpochEnded = epochs.Add;
        trainer.Run();
        Assert.That(epochs, Has.Count.EqualTo(6));
        Assert.That(epochs[^1].Training.Loss, Is.LessThan(0.5 * epochs[0].Training.Loss));
        Assert.That(epochs[^1].Test.Accuracy, Is.GreaterThan(0.9));
        Assert.That(epochs.Select(e => e.Training.Count), Is.All.EqualTo(200));
    }

    [Test]
    public void One_batch_can_be_learnt_by_heart([Values("sgd", "adam")] string method)
    {
        var rate = method == "sgd" ? 0.05f : 0.01f;
        var options = Squares.Options with { Epochs = 40, Method = method, LearningRate = rate, WeightDecay = 0, WarmupEpochs = 2 };
        using var trainer = Make(options, samples: 8);
        Metrics last = default;
        trainer.EpochEnded = r => last = r.Training;
        trainer.Run();
        Assert.That(last.Accuracy, Is.EqualTo(1));
        Assert.That(last.Loss, Is.LessThan(0.1));
    }

    [Test]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        Checkpoint Train(int seed)
        {
            using var trainer = Make(Squares.Options with { Seed = seed, Flip = true, Shift = 1 });
            return After(trainer, 9);
        }

        var first = Train(3);
        AssertSame(first, Train(3));
        Assert.That(Train(4).State["0.weight"].Values, Is.Not.EqualTo(first.State["0.weight"].Values));
    }

    [Test]
    public void A_resumed_run_continues_bit_for_bit([Values("sgd", "adam")] string method, [Values(4, 7, 9)] int before)
    {
        // 7 steps an epoch: before, at and after its end.
        var options = Squares.Options with { Method = method, LearningRate = 0.01f, Flip = true, Shift = 1 };
        var path = Path.Combine(folder, "last.safetensors");
        using (var trainer = Make(options))
            After(trainer, before).Save(path);
        using var whole = Make(options);
        using var resumed = Make(options, Checkpoint.Load(path));
        Assert.That(resumed.Step, Is.EqualTo(before));
        AssertSame(After(whole, 17), After(resumed, 17 - before));
    }

    [Test]
    public void A_checkpoint_names_the_recipes_and_every_key()
    {
        using var trainer = Make(Squares.Options);
        var path = Path.Combine(folder, "a.safetensors");
        var saved = After(trainer, 3);
        saved.Save(path);
        var loaded = Checkpoint.Load(path);
        Assert.That(loaded.TrainingRecipes, Is.EqualTo(trainer.Plan.Recipes));
        Assert.That(loaded.Options, Is.EqualTo(trainer.Options));
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
        using (var trainer = Make(Squares.Options))
            checkpoint = After(trainer, 2);
        Assert.That(() => Make(Squares.Options with { Seed = 5 }, checkpoint),
            Throws.ArgumentException.With.Message.Contains("other training options"));
        var weightsOnly = checkpoint with { Optimizer = new Dictionary<string, TensorData>() };
        Assert.That(() => Make(Squares.Options, weightsOnly), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("last.safetensors"));
        Assert.That(
            () => new Trainer(
                GpuFixture.Gpu, new Sequential(new Flatten(), new Linear(64, 4)), new Squares(60), new Squares(43), Squares.Options, checkpoint),
            Throws.InstanceOf<StateDictException>());
    }

    [Test]
    public void A_checkpoint_of_other_pictures_is_refused()
    {
        Checkpoint checkpoint;
        using (var trainer = Make(Squares.Options))
            checkpoint = After(trainer, 2);
        Assert.That(() => Make(Squares.Options, checkpoint, samples: 61), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("--data"));
        Assert.That(new Squares(60).Fingerprint(), Is.Not.EqualTo(new Squares(60, first: 1).Fingerprint()));
    }

    [Test]
    public void Recipes_that_no_longer_fit_are_chosen_anew_and_told()
    {
        Checkpoint checkpoint;
        using (var trainer = Make(Squares.Options))
            checkpoint = After(trainer, 2);
        using (var same = Make(Squares.Options, checkpoint))
            Assert.That(same.RecipesChanged, Is.False);
        var path = Path.Combine(folder, "a.safetensors");
        (checkpoint with { TrainingRecipes = [.. checkpoint.TrainingRecipes.Skip(1)] }).Save(path);
        using var resumed = Make(Squares.Options, Checkpoint.Load(path));
        Assert.That(resumed.RecipesChanged, Is.True);
        resumed.StepOnce();
        resumed.Drain();
    }

    [Test]
    public void Options_out_of_range_are_named()
    {
        Assert.That(() => Make(Squares.Options with { LearningRate = -1 }), Throws.ArgumentException.With.Message.Contains("LearningRate is -1"));
        Assert.That(() => Make(Squares.Options with { BatchSize = 1 }), Throws.ArgumentException.With.Message.Contains("BatchSize is 1"));
        Assert.That(() => Make(Squares.Options with { Method = "magic" }), Throws.ArgumentException.With.Message.Contains("sgd or adam"));
    }

    [Test]
    public void A_step_allocates_next_to_nothing()
    {
        using var trainer = Make(Squares.Options with { Epochs = 50 }, samples: 800);
        for (var i = 0; i < 120; i++)
            trainer.StepOnce();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            trainer.StepOnce();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(200 * 64));
        trainer.Drain();
    }
}
