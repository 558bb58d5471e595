// What a trained trunk is worth where there are few pictures.
using System.Diagnostics;
using System.Globalization;

namespace CnnCompute;

/// <summary>
/// The ResNet-18 trunk that comes with the program learns 50 pictures of each class: its new head alone, then all of it, beside the same net from
/// scratch. Which epoch counts is chosen on pictures that are neither learnt nor tested; accuracies of the table are of test pictures.
/// </summary>
[Named("transfer", "a trained ResNet-18 trunk against the same net from scratch on 50 pictures of each class (many minutes; --cifar PATH: CIFAR-10)")]
internal sealed class TransferExperiment : Experiment
{
    private const float HeadRate = 0.5f, Rate = 0.0005f, ScratchRate = 0.001f;

    private sealed record Outcome(string Name, IReadOnlyList<EpochResult> Epochs, double Training, double Validation, double Test, TimeSpan Time);

    /// <inheritdoc/>
    public override LabResult Run(LabContext lab)
    {
        var data = Data(lab, side: lab.Of(96, 32));
        lab.Say($"{data.Train.Count:N0} pictures to learn from, {data.Validation!.Count:N0} to choose by, {data.Test!.Count:N0} to test, "
            + $"{data.Train.Width}×{data.Train.Height}");
        var clock = Stopwatch.StartNew();
        var net = Net(lab, data);
        var head = HeadTraining.Run(lab.Gpu, net, data, new FeatureTrainingOptions
        {
            Epochs = lab.Of(40, 10),
            BatchSize = Math.Min(32, data.Train.Count),
            LearningRate = HeadRate,
            RatePerSquaredLength = true,
            Seed = lab.Seed,
        }, cancellation: lab.Cancellation);
        var alone = Say(lab, new Outcome(
            "new head alone", [], head.TrainAccuracy, head.ValidationAccuracy!.Value, Accuracy(lab, net, data.Test!), clock.Elapsed));
        var tuned = Train(lab, "fine-tuned", net, data, lab.Of(5, 1), Rate, clock);
        var scratch = Train(lab, "from scratch", Net(lab, data, fromScratch: true), data, lab.Of(10, 1), ScratchRate, Stopwatch.StartNew());
        return new LabResult(Curves(alone, tuned, scratch, data), 560, 440, Words(data), ["net", "epochs", "training", "validation", "test", "time"],
            [.. new[] { alone, tuned, scratch }.Select(o => (string[])[o.Name, o.Epochs.Count > 0 ? $"{o.Epochs.Count}" : "0", Percent(o.Training),
                Percent(o.Validation), Percent(o.Test), $"{o.Time.TotalSeconds:F0} s"])]);
    }

    private static Figure Curves(Outcome alone, Outcome tuned, Outcome scratch, DataSplits data)
    {
        var accuracies = new Chart { Title = "accuracy / %", XLabel = "epoch", WholeX = true, RangeY = (0, 100) };
        var losses = new Chart { Title = "loss", XLabel = "epoch", WholeX = true };
        foreach (var (i, o) in new[] { tuned, scratch }.Index())
        {
            double[] places = [.. o.Epochs.Select(e => e.Epoch + 1.0)];
            accuracies.Curve($"{o.Name}, training", places, [.. o.Epochs.Select(e => 100 * e.Training.Accuracy)], dashed: true, i)
                .Curve($"{o.Name}, validation", places, [.. o.Epochs.Select(e => 100 * e.Validation!.Accuracy)], colour: i);
            losses.Curve($"{o.Name}, training", places, [.. o.Epochs.Select(e => e.Training.Loss)], dashed: true, i)
                .Curve($"{o.Name}, validation", places, [.. o.Epochs.Select(e => e.Validation!.Loss)], colour: i);
        }
        double[] ends = [1, Math.Max(2, scratch.Epochs.Count)];
        accuracies.Curve("new head alone, validation", ends, [100 * alone.Validation, 100 * alone.Validation], colour: 2);
        return new Figure(2, $"A trained trunk and the same net from scratch: {data.Train.Count:N0} pictures of {data.Train.Classes.Count} classes",
            oneLegend: true).Add(accuracies).Add(losses);
    }

    private static string Words(DataSplits data) =>
        $"Both are the same ResNet-18 on the same {data.Train.Count:N0} pictures of {data.Train.Width}×{data.Train.Height}, mirrored and cut "
        + "out at random; one begins with what it learnt from ImageNet's million photographs, the other with random numbers. The trained one "
        + "tells the classes apart by a new last layer alone, which learns on features that are computed once; learning on as a whole, early "
        + "layers slowly, it "
        + "fits its features to these pictures. From scratch there are far too few pictures for eleven million weights: it learns slowly, and soon "
        + "better what it has seen (dashed) than what it has not (solid). Training accuracies are those of the pictures as they were changed, but "
        + "for the head's.";

    private static Outcome Train(LabContext lab, string name, TransferNet net, DataSplits data, int epochs, float rate, Stopwatch clock)
    {
        var setup = new TrainingSetup
        {
            Criterion = new CrossEntropyCriterion(),
            Optimizer = groups => new AdamW(groups),
            Schedule = (steps, perEpoch) => new CosineLr(rate, steps, Warmup: 0.5, StepsPerEpoch: perEpoch),
            Transforms = [new RandomHorizontalFlip(), new RandomResizedCrop(data.Train.Height, (0.5, 1))],
            Norm = net.Trunk.NeededNorm,
            Epochs = epochs,
            BatchSize = Math.Min(25, data.Train.Count),
            EvaluationBatchSize = 25,
            Seed = (int)(lab.Seed & int.MaxValue),
        };
        using var trainer = new Trainer(
            lab.Gpu, net, data, net.KeepsStatistics ? TransferModels.Adapt(setup, net, new TransferOptions()) : setup);
        var log = new EpochLog(lab, name, epochs);
        trainer.Callbacks.Add(log);
        var result = trainer.Run(cancellation: lab.Cancellation);
        return Say(lab, new Outcome(
            name, log.Epochs, log.Epochs[result.Epoch].Training.Accuracy, result.Validation!.Value.Accuracy, result.Test!.Accuracy, clock.Elapsed));
    }

    // From scratch its norms measure for themselves, and all weights are drawn.
    private static TransferNet Net(LabContext lab, DataSplits data, bool fromScratch = false) =>
        new(ModelFile.Open(ModelFile.Usual), data.Train.Classes.Count, side: data.Train.Height, seed: lab.Seed)
        {
            KeepsStatistics = !fromScratch,
        };

    private static double Accuracy(LabContext lab, TransferNet net, Dataset test)
    {
        using var weights = new Residence(lab.Gpu);
        using var evaluator = new Evaluator(weights, net, test, net.Trunk.NeededNorm, batchSize: Math.Min(25, test.Count));
        return evaluator.Run(lab.Cancellation).Accuracy;
    }

    private static DataSplits Data(LabContext lab, int side)
    {
        var (learnt, chosen, tested) = (lab.Of(50, 4), lab.Of(20, 2), lab.Of(50, 2));
        if (lab.Cifar is { } path)
        {
            var cifar = DataSets.Open(new DataSettings
            {
                Data = path,
                Side = side,
                Channels = 3,
                Limit = learnt + chosen,
                ValidationShare = (double)chosen / (learnt + chosen),
                Seed = (int)(lab.Seed & int.MaxValue),
            }, lab.Cancellation);
            var test = cifar.Test ?? throw new InvalidDataException($"{path}: has no test part to report on");
            return cifar with { Test = Some(test, 0, tested, lab.Seed) };
        }
        // Of the pictures that every experiment has, some each.
        var all = new ResizedDataset(lab.Pictures, (3, side, side));
        return new DataSplits(Some(all, 0, learnt, lab.Seed), Some(all, learnt, chosen, lab.Seed), Some(all, learnt + chosen, tested, lab.Seed));
    }

    // So many of each class, in an order drawn from the seed, after the first of each.
    private static SubsetDataset Some(Dataset data, int first, int count, ulong seed)
    {
        var (order, seen, chosen) = (new Permutation(data.Count, seed, 0), new int[data.Classes.Count], new List<int>());
        for (var i = 0; i < data.Count; i++)
        {
            var place = seen[data.Label(order[i])]++;
            if (place >= first && place < first + count)
                chosen.Add(order[i]);
        }
        return new SubsetDataset($"{data.Name}, {count} of each class", data, chosen);
    }

    private static Outcome Say(LabContext lab, Outcome o)
    {
        lab.Say($"{o.Name}: test accuracy {Percent(o.Test)} ({o.Time.TotalSeconds:F0} s)");
        return o;
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");

    private sealed class EpochLog(LabContext lab, string name, int epochs) : ITrainingCallback
    {
        public List<EpochResult> Epochs { get; } = [];

        public void EpochEnded(EpochResult result)
        {
            Epochs.Add(result);
            lab.Say($"{name}: {TrainingDisplay.Line(result, epochs)}");
        }
    }
}
