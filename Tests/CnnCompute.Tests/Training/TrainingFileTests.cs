// What a training run leaves on disk: checkpoints, log; cancellation and a full disk.
using System.Globalization;
using Engine;

namespace CnnCompute.Tests;

public sealed class TrainingFileTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("training").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    private static Trainer Make(Checkpoint? resume = null, int epochs = 3, int keep = 0) =>
        new(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), Squares.Setup with { Epochs = epochs, Keep = keep }, resume);

    private sealed class Watch(Action<TrainingProgress>? step = null) : ITrainingCallback
    {
        public List<EpochResult> Epochs { get; } = [];

        public void StepEnded(in TrainingProgress progress) => step?.Invoke(progress);

        public void EpochEnded(EpochResult result) => Epochs.Add(result);
    }

    [Test]
    public void A_run_leaves_best_weights_the_last_state_and_a_log()
    {
        var files = TrainingFiles.At(folder);
        var watch = new Watch();
        TrainingResult result;
        using (var trainer = Make())
        {
            trainer.Callbacks.Add(watch);
            result = trainer.Run(files);
        }
        var epochs = watch.Epochs;
        var (best, last) = (Checkpoint.Load(files.Best), Checkpoint.Load(files.Last));
        Assert.That(best.Validation[^1].Correct, Is.EqualTo(epochs.Max(e => e.Validation!.Metrics.Correct)));
        Assert.That((best.CanResume, best.Evaluated), Is.EqualTo((false, result.Epoch + 1)));
        Assert.That((last.Step, last.CanResume, last.Test), Is.EqualTo((21L, true, (Metrics?)result.Test!.Metrics)));
        Assert.That(last.Validation, Is.EqualTo(epochs.Select(e => e.Validation!.Metrics)));
        Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(3), "no temporary file stays behind");

        var rows = File.ReadAllLines(files.Log);
        Assert.That(rows[0], Is.EqualTo(TrainingLog.Header));
        Assert.That(rows, Has.Length.EqualTo(1 + 3));
        for (var i = 0; i < 3; i++)
        {
            var cells = rows[i + 1].Split(',');
            Assert.That(cells, Has.Length.EqualTo(rows[0].Split(',').Length));
            Assert.That(cells[..2], Is.EqualTo([$"{i + 1}", $"{(i + 1) * 7}"]));
            Assert.That(double.Parse(cells[2], CultureInfo.InvariantCulture), Is.EqualTo(epochs[i].Training.Loss).Within(1e-6));
            Assert.That(double.Parse(cells[5], CultureInfo.InvariantCulture), Is.EqualTo(epochs[i].Validation!.Accuracy).Within(1e-6));
        }
    }

    [Test]
    public void The_saved_weights_give_the_accuracy_that_training_reported()
    {
        var files = TrainingFiles.At(Path.Combine(folder, "net.safetensors"));
        var stem = Path.Combine(folder, "net");
        Assert.That(files, Is.EqualTo(new TrainingFiles($"{stem}.safetensors", $"{stem}.last.safetensors", $"{stem}.csv")));
        EvaluationResult reported;
        using (var trainer = Make())
            reported = trainer.Run(files).Test!;
        var checkpoint = Checkpoint.Load(files.Best);
        var model = Squares.Net();
        model.LoadStateDict(checkpoint.State);
        using var weights = new Residence(GpuFixture.Gpu);
        using var evaluator = new Evaluator(
            weights, model, new Squares(37, first: 2000), Squares.Setup.Norm, checkpoint.EvaluationBatchSize, checkpoint.EvaluationRecipes);
        Assert.That(evaluator.Run(), Is.EqualTo(reported));
    }

    [Test]
    public void Trainings_that_share_a_folder_have_curves_of_their_own()
    {
        var (a, b) = (TrainingFiles.At(Path.Combine(folder, "a.safetensors")), TrainingFiles.At(Path.Combine(folder, "b.onnx")));
        Assert.That(TrainingFiles.At(folder).Events, Is.EqualTo(Path.Combine(folder, TensorBoardLog.FileName)));
        Assert.That((a.Events, b.Events), Is.EqualTo(
            (Path.Combine(folder, "events.out.tfevents.cnn.a"), Path.Combine(folder, "events.out.tfevents.cnn.b"))));
        using (var log = TensorBoardLog.Of(a))
            log.Begin(0);
        Assert.That(File.Exists(b.Events), Is.False);
        b.TakeOver(a, 0);
        Assert.That(File.ReadAllBytes(b.Events), Is.EqualTo(File.ReadAllBytes(a.Events)));
    }

    [Test]
    public void The_best_epochs_are_kept_and_others_go()
    {
        var files = TrainingFiles.At(folder);
        using var trainer = Make(epochs: 5, keep: 2);
        trainer.Run(files);
        var kept = trainer.History.Top(2);
        Assert.That(Directory.GetFiles(folder, "epoch-*").Order(), Is.EqualTo(kept.Order().Select(files.Epoch)));
        Assert.That(Checkpoint.Load(files.Epoch(kept[0])).State["0.weight"].Values, Is.EqualTo(Checkpoint.Load(files.Best).State["0.weight"].Values));
        Assert.That(TrainingFiles.At(Path.Combine(folder, "a.safetensors")).Epoch(6), Is.EqualTo(Path.Combine(folder, "a.epoch-007.safetensors")));
    }

    [Test]
    public void Cancelling_saves_and_resuming_ends_as_if_nothing_had_happened()
    {
        var (files, other) = (TrainingFiles.At(folder), TrainingFiles.At(Path.Combine(folder, "whole")));
        using (var trainer = Make())
        using (var cancel = new CancellationTokenSource())
        {
            trainer.Callbacks.Add(new Watch(p =>
            {
                if (p.Step == 10)
                    cancel.Cancel();
            }));
            Assert.That(() => trainer.Run(files, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        }
        var saved = Checkpoint.Load(files.Last);
        Assert.That((saved.Step, saved.Evaluated), Is.EqualTo((10L, 1)));
        using (var resumed = Make(saved))
            resumed.Run(files);
        using (var whole = Make())
            whole.Run(other);
        Assert.That(File.ReadAllLines(files.Log).Select(WithoutSpeed), Is.EqualTo(File.ReadAllLines(other.Log).Select(WithoutSpeed)),
            "the interrupted epoch's row is over all of its steps");
        Assert.That(File.ReadAllBytes(files.Last), Is.EqualTo(File.ReadAllBytes(other.Last)));
        Assert.That(File.ReadAllLines(files.Log), Has.Length.EqualTo(4));
    }

    private static string WithoutSpeed(string row) => row[..row.LastIndexOf(',')];

    [Test]
    public void Cancelling_an_evaluation_does_it_again_after_resuming()
    {
        var files = TrainingFiles.At(folder);
        using var cancel = new CancellationTokenSource();
        using (var trainer = Make(epochs: 1))
        {
            trainer.Callbacks.Add(new Watch(p =>
            {
                if (p.Step == p.Steps)
                    cancel.Cancel();
            }));
            Assert.That(() => trainer.Run(files, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        }
        Assert.That(Checkpoint.Load(files.Last).Evaluated, Is.Zero);
        var watch = new Watch();
        using var resumed = Make(Checkpoint.Load(files.Last), epochs: 1);
        resumed.Callbacks.Add(watch);
        resumed.Run(files);
        var epochs = watch.Epochs;
        Assert.That(epochs, Has.Count.EqualTo(1));
        Assert.That(epochs[0].Validation!.Metrics.Count, Is.EqualTo(43));
        Assert.That(epochs[0].Training.Count, Is.EqualTo(56), "what was learnt before the evaluation stands in the checkpoint");
        Assert.That(TrainingDisplay.Line(epochs[0], 1), Does.Match("^epoch 1/1: loss .*%; validation accuracy").And.Not.Contain("NaN"));
    }

    // Cancelled at these steps one after another, epochs' ends among them, a training ends as one that never was.
    [Test]
    public void A_training_that_is_interrupted_again_and_again_ends_as_one_that_was_not()
    {
        var (files, other) = (TrainingFiles.At(folder), TrainingFiles.At(Path.Combine(folder, "whole")));
        var setup = Squares.Setup with
        {
            Transforms = [new RandomHorizontalFlip(), new RandomShift(1)],
            Step = new StepOptions { EmaDecay = 0.95f, Accumulate = 2, ClipNorm = 1, SkipNonFinite = true },
            Schedule = (_, perEpoch) => new PlateauLr(0.02f, Patience: 0, StepsPerEpoch: perEpoch),
        };
        Checkpoint? state = null;
        foreach (var step in new[] { 1, 6, 7, 12, 20 })
        {
            using var cancel = new CancellationTokenSource();
            using var trainer = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), setup, state);
            trainer.Callbacks.Add(new Watch(p =>
            {
                if (p.Step == step)
                    cancel.Cancel();
            }));
            Assert.That(() => trainer.Run(files, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
            state = Checkpoint.Load(files.Last);
        }
        using (var trainer = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), setup, state))
            trainer.Run(files);
        using (var trainer = new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), setup))
            trainer.Run(other);
        Assert.That(File.ReadAllBytes(files.Last), Is.EqualTo(File.ReadAllBytes(other.Last)));
        Assert.That(File.ReadAllBytes(files.Best), Is.EqualTo(File.ReadAllBytes(other.Best)));
        Assert.That(File.ReadAllLines(files.Log).Select(WithoutSpeed), Is.EqualTo(File.ReadAllLines(other.Log).Select(WithoutSpeed)));
    }

    [Test]
    public void A_full_disk_is_one_clear_error_and_leaves_a_whole_checkpoint()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("/dev/full is not there");
        var files = TrainingFiles.At(folder);
        using var trainer = Make();
        trainer.StepOnce();
        trainer.Capture().Save(files.Last);
        // What a checkpoint is written to before it is renamed leads to a device that is always full; the link goes with the first try.
        File.CreateSymbolicLink(
            Path.Combine(folder, $".last.safetensors.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp"), "/dev/full");
        Assert.That(() => trainer.Run(files),
            Throws.InstanceOf<IOException>().With.Message.Contains(files.Last).And.Message.Contains("No space left"));
        var left = Checkpoint.Load(files.Last);
        Assert.That((left.CanResume, left.Step), Is.EqualTo((true, 7L)), "the second try had room for it");
    }

    [Test]
    public void A_full_disk_leaves_the_log_of_a_resumed_run_as_it_was()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("/dev/full is not there");
        var path = Path.Combine(folder, "log.csv");
        var rows = $"{TrainingLog.Header}\n1,50,0.5,0.5,,,0.1,10\n1,100,0.4,0.6,,,0.1,10\n";
        File.WriteAllText(path, rows);
        var partial = Path.Combine(folder, $".log.csv.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp");
        File.CreateSymbolicLink(partial, "/dev/full");
        Assert.That(() => new TrainingLog(path, 50), Throws.InstanceOf<IOException>().With.Message.Contains(path));
        Assert.That(File.ReadAllText(path), Is.EqualTo(rows));
        File.Delete(partial);
        new TrainingLog(path, 50).Dispose();
        Assert.That(File.ReadAllLines(path), Is.EqualTo(rows.Split('\n')[..2]));
    }

    [Test]
    public void A_checkpoint_that_was_changed_is_refused_and_one_of_an_earlier_version_is_not()
    {
        var path = Path.Combine(folder, "a.safetensors");
        using (var trainer = Make())
        {
            trainer.StepOnce();
            trainer.Capture().Save(path);
        }
        var (tensors, metadata) = Safetensors.Load(path);
        var changed = File.ReadAllBytes(path);
        changed[^3] ^= 1;
        File.WriteAllBytes(path, changed);
        Assert.That(() => Checkpoint.Load(path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("checksum"));
        Safetensors.Save(path, tensors, metadata.ToDictionary(m => m.Key, m => m.Key == "step" ? "2" : m.Value));
        Assert.That(() => Checkpoint.Load(path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("checksum"));

        List<string> said = [];
        var before = Log.Sink;
        Log.Sink = (_, message) => said.Add(message);
        try
        {
            Safetensors.Save(path, tensors, metadata.Where(m => m.Key != Checksum.Key).ToDictionary());
            using var resumed = Make(Checkpoint.Load(path));
            Assert.That(resumed.Step, Is.EqualTo(1));
        }
        finally
        {
            Log.Sink = before;
        }
        Assert.That(said, Has.Exactly(1).Contains("without a checksum"));
    }

    [TestCase("step", "-5")]
    [TestCase("step", "9223372036854775807")]
    [TestCase("evaluated", "-1")]
    [TestCase("evaluated", "2")]
    [TestCase("epoch", "[0,1,-8]")]
    [TestCase("epoch", "much")]
    [TestCase("validation", "[[0.5,1,1]]")]
    [TestCase("rate_factor", "0")]
    [TestCase("recoveries", "-1")]
    public void A_checkpoint_with_a_count_that_cannot_be_is_refused(string key, string value)
    {
        var path = Path.Combine(folder, "a.safetensors");
        using (var trainer = Make())
        {
            trainer.StepOnce();
            trainer.Capture().Save(path);
        }
        var (tensors, metadata) = Safetensors.Load(path);
        var changed = metadata.ToDictionary(m => m.Key, m => m.Key == key ? value : m.Value);
        changed[Checksum.Key] = Checksum.Of(tensors, changed);
        Safetensors.Save(path, tensors, changed);
        Assert.That(() => Make(Checkpoint.Load(path)), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void Damaged_checkpoints_are_refused_by_name()
    {
        var path = Path.Combine(folder, "a.safetensors");
        using (var trainer = Make())
            trainer.Capture().Save(path);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^7]);
        Assert.That(() => Checkpoint.Load(path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(path));
        var tensors = new Dictionary<string, TensorData> { ["w"] = new(new Shape(1), [1]) };
        Safetensors.Save(path, tensors, new Dictionary<string, string> { ["a"] = "b" });
        Assert.That(() => Checkpoint.Load(path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("no checkpoint"));
        Safetensors.Save(path, tensors, new Dictionary<string, string> { ["format"] = "cnnplayground-2", ["step"] = "0" });
        Assert.That(() => Checkpoint.Load(path), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("metadata is damaged"));
        Assert.That(() => Checkpoint.Load(path + "x"), Throws.InstanceOf<FileNotFoundException>());
    }

    // What an earlier version wrote comes with the program.
    [Test]
    public void A_checkpoint_of_an_earlier_version_serves_and_is_not_continued()
    {
        var path = Path.Combine(GpuFixture.Repository, "Scenes", "Assets", "fashion.safetensors");
        var old = Checkpoint.Load(path);
        Assert.That((old.IsOld, old.CanResume), Is.EqualTo((true, false)));
        var model = new FashionNet();
        model.LoadStateDict(old.State);
        Assert.That(() => new Trainer(GpuFixture.Gpu, Squares.Net(), Squares.Splits(), Squares.Setup, old),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("earlier version"));
    }
}
