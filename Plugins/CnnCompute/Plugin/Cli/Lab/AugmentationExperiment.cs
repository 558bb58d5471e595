// Whether changed pictures, mixed pictures and smoothed labels help a net that has few.
using System.Globalization;

namespace CnnCompute;

/// <summary>
/// The same net on the same few pictures, augmented in different ways, each from three seeds that decide weights, order and what is drawn; accuracies
/// after the last epoch on pictures that were not learnt from and at which nothing was chosen.
/// </summary>
[Named("augmentation", "augmentation, mixup, cutmix and label smoothing from three seeds each (minutes; with --cifar PATH on CIFAR-10): accuracies")]
internal sealed class AugmentationExperiment : Experiment
{
    private const int Batch = 50, Points = 6;
    private const float Rate = 0.1f, Smoothing = 0.1f;

    private sealed record Way(string Name, string Transforms, float Smoothing = 0);

    private sealed record Outcome(Way Way, double[][] Curves, double[] Seen)
    {
        public double[] Last { get; } = [.. Curves.Select(c => c[^1])];
    }

    /// <inheritdoc/>
    public override LabResult Run(LabContext lab)
    {
        var (train, validation) = Parts(lab);
        var (epochs, seeds) = (lab.Of(24, 2), lab.Of(3, 1));
        var every = Math.Max(1, epochs / Points);
        var curves = new Chart { Title = "validation accuracy, mean of the seeds / %", XLabel = "epoch", WholeX = true, NamesBelow = true };
        var outcomes = new List<Outcome>();
        foreach (var way in Ways(train))
        {
            var runs = Enumerable.Range(0, seeds)
                .Select(i => Learn(lab with { Seed = lab.Seed + (ulong)i }, way, train, validation, epochs, every)).ToArray();
            var outcome = new Outcome(way, [.. runs.Select(r => r.Curve)], [.. runs.Select(r => r.Seen)]);
            outcomes.Add(outcome);
            lab.Say($"{way.Name}: {Spread(outcome.Last)} %");
            curves.Curve(way.Name, [.. Enumerable.Range(1, epochs / every).Select(i => (double)i * every)],
                [.. Enumerable.Range(0, epochs / every).Select(i => outcome.Curves.Average(c => c[i]))]);
        }
        var last = new Chart { Title = "after the last epoch / %: each seed, their mean ± deviation" }
            .Spreads([.. outcomes.Select(o => o.Way.Name)], [.. outcomes.Select(o => o.Last)], [.. outcomes.Select(o => Spread(o.Last))]);
        return new LabResult(
            new Figure(2, $"{train.Count:N0} pictures ({Title(lab)}), {epochs} epochs, {seeds} seeds").Add(curves).Add(last), 620, 440,
            "Few pictures are learnt by heart: their accuracy goes to 100 % while that on others stands still. Flips and shifts give the net "
            + "more to learn without a picture more; whatever is added to them must show as much, and differences below the spread of the seeds "
            + "show nothing. What makes the task harder (the long list, mixed pictures) also makes it slower: it pays in long trainings and "
            + "large nets, and can cost in short ones.",
            ["augmentation", "training accuracy", "validation accuracy", "against none"],
            [.. outcomes.Select(o => (string[])[o.Way.Name, $"{Text(o.Seen.Average())} %", $"{Spread(o.Last)} %",
                o == outcomes[0] ? "–" : Signed(o.Last.Average() - outcomes[0].Last.Average())])]);
    }

    // A twelfth of the side, as far as pictures may be moved without losing what they show.
    private static IEnumerable<Way> Ways(Dataset data)
    {
        var pixels = Math.Max(1, data.Width / 12);
        var moved = $"random-horizontal-flip, random-shift pixels={pixels}";
        return
        [
            new("none", ""),
            new("flips, shifts", moved),
            new("the long list", $"random-horizontal-flip, random-crop padding={pixels} fill=reflect, "
                + "random-affine degrees=10 scale=0.9..1.1 shearX=5, random-brightness amount=0.2, random-contrast amount=0.2, "
                + "random-erasing p=0.25 scale=0.02..0.15"),
            new("flips, shifts, mixup", $"{moved}, mixup alpha=0.4"),
            new("flips, shifts, cutmix", $"{moved}, cutmix p=0.5"),
            new("flips, shifts, smoothing", moved, Smoothing),
        ];
    }

    private static (double[] Curve, double Seen) Learn(LabContext lab, Way way, Dataset train, Dataset validation, int epochs, int every)
    {
        using var training = new LabTraining(lab, Net(train), p => new Sgd(p, momentum: 0.9f, nesterov: true, weightDecay: 5e-4f), train, Batch,
            Transforms.Parse(way.Transforms), new CrossEntropyCriterion(way.Smoothing));
        var schedule = new OneCycleLr(Rate, (long)epochs * training.StepsPerEpoch);
        var curve = new double[epochs / every];
        for (var i = 0; i < curve.Length; i++)
        {
            // What the division leaves over comes first.
            training.Run((every + (i == 0 ? epochs % every : 0)) * training.StepsPerEpoch, schedule);
            curve[i] = 100 * training.Measure(validation).Accuracy;
        }
        return (curve, 100 * training.Measure(train).Accuracy);
    }

    // Three small convolutions with batch normalisation, which are large enough to learn a thousand pictures by heart.
    private static Sequential Net(Dataset data)
    {
        static Module[] Layer(int from, int to) =>
            [new Conv2d(from, to, 3, padding: 1, bias: false), new BatchNorm2d(to), new ReLU(), new MaxPool2d(2)];
        return new Sequential(
        [
            .. Layer(data.Channels, 8), .. Layer(8, 16), .. Layer(16, 32), new Flatten(),
            new Linear(32 * (data.Height / 8) * (data.Width / 8), data.Classes.Count),
        ]);
    }

    private static (Dataset Train, Dataset Validation) Parts(LabContext lab)
    {
        if (lab.Cifar is not { } path)
            return (lab.Train(lab.Of(1000, 200)), lab.Validation(lab.Of(2000, 250)));
        // Of each class 100 to learn from and 200 to judge by; the test part is not for experiments.
        var cifar = DataSets.Open(
            new DataSettings { Data = path, ValidationShare = 2.0 / 3, Side = 32, Limit = lab.Of(300, 60) }, lab.Cancellation);
        return (cifar.Train, cifar.Validation!);
    }

    private static string Title(LabContext lab) => lab.Cifar is null ? lab.Pictures.Name : "CIFAR-10";

    // Of a sample, as there are three of many seeds.
    private static string Spread(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1));
        return $"{Text(mean)} ± {Text(deviation)}";
    }

    private static string Signed(double value) => value.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
