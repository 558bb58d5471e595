// What came before networks: neighbours and linear classifiers, beside a small net.
using System.Diagnostics;
using System.Globalization;

namespace CnnCompute;

/// <summary>
/// k nearest neighbours by three distances, a linear softmax, two support vector machines and a small convolutional net, on all training pictures;
/// accuracies are of the test set, at which nothing is chosen: k is by cross-validation among training pictures, rates and epochs are fixed.
/// </summary>
[Named("baselines", "nearest neighbours, linear softmax and SVMs beside a small net (minutes; --cifar PATH adds CIFAR-10): accuracies, templates")]
internal sealed class BaselinesExperiment : Experiment
{
    private static readonly int[] Candidates = [1, 3, 5, 7, 9, 13];
    private static readonly PixelNorm FashionNorm = FashionMnist.Norm, CifarNorm = Cifar10.Norm;

    // The rates are for vectors as long as Fashion-MNIST's: gradients grow with them.
    private static readonly (string Name, FeatureLoss Loss, float Rate, float Decay)[] Linears =
    [
        ("linear softmax", FeatureLoss.Softmax, 0.01f, 1e-4f), ("SVM, hinge", FeatureLoss.Hinge, 0.001f, 1e-3f),
        ("SVM, squared hinge", FeatureLoss.SquaredHinge, 0.0002f, 1e-3f),
    ];

    private sealed record Row(string Method, double Accuracy, TimeSpan Time);

    /// <inheritdoc/>
    public override LabResult Run(LabContext lab)
    {
        var sets = new List<(string Name, List<Row> Rows)>();
        var sheets = new List<(string, ContactSheet)>();
        foreach (var (name, train, test, norm) in Sets(lab))
        {
            var sheet = new ContactSheet(10, $"What linear classifiers look for in {name}");
            sets.Add((name, [.. Measure(lab, name, train, test, norm, sheet)]));
            sheets.Add((name.ToLowerInvariant(), sheet));
        }
        var figure = new Figure(sets.Count, "Classical baselines and a small net: accuracy on the test set / %");
        foreach (var (name, rows) in sets)
            figure.Add(new Chart { Title = name }.Bars([.. rows.Select(r => r.Method)], [.. rows.Select(r => 100 * r.Accuracy)], "F2"));
        var table = sets[0].Rows.Select((_, i) => (string[])[
            sets[0].Rows[i].Method.Split(',')[0] is "kNN" or "SVM" ? Kind(sets[0].Rows[i].Method) : sets[0].Rows[i].Method,
            .. sets.SelectMany(s => (string[])[Text(s.Rows[i].Accuracy), $"{s.Rows[i].Time.TotalSeconds:F0} s"])]);
        return new LabResult(
            figure, 560, 360,
            "Neighbours compare pixels: that goes far where pictures are centred and alike (garments), and not where the same thing is seen from "
            + "many sides on many grounds. A linear classifier has one template for each class, shown on the sheets; what does not look like it is "
            + "lost. The net learns parts and where they may lie, from the same pixels. Each k was chosen among training pictures: "
            + string.Join("; ", sets.Select(s => $"{s.Name} {string.Join(", ", s.Rows.Where(r => r.Method.StartsWith("kNN", StringComparison.Ordinal))
                .Select(r => r.Method[5..]))}")) + ".",
            ["method", .. sets.SelectMany(s => (string[])[s.Name, "time"])], [.. table])
        {
            Sheets = sheets,
        };
    }

    private static IEnumerable<(string Name, Dataset Train, Dataset Test, PixelNorm Norm)> Sets(LabContext lab)
    {
        // Some sets are in the order of their classes.
        Dataset Some(Dataset data, int quick)
        {
            var order = new Permutation(data.Count, lab.Seed, 0);
            return lab.Quick && data.Count > quick
                ? new SubsetDataset(data.Name, data, [.. Enumerable.Range(0, quick).Select(i => order[i])])
                : data;
        }
        // Of other pictures some are set aside.
        yield return lab.Pictures is FashionMnist
            ? ("Fashion-MNIST", Some(lab.Pictures, 1500), Some(FashionMnist.Load(train: false, lab.Folder), 300), FashionNorm)
            : (lab.Pictures.Name, lab.Train(lab.Of(int.MaxValue, 700)), lab.Validation(lab.Of(int.MaxValue, 300)), FashionNorm);
        if (lab.Cifar is not { } path)
            yield break;
        var cifar = DataSets.Open(
            new DataSettings { Data = path, ValidationShare = 0, Side = 32, Limit = lab.Quick ? 100 : null }, lab.Cancellation);
        if (cifar.Test is not { } test)
            throw new InvalidDataException($"{path}: has no test part to report on");
        yield return ("CIFAR-10", cifar.Train, Some(test, 300), CifarNorm);
    }

    private static IEnumerable<Row> Measure(LabContext lab, string name, Dataset train, Dataset test, PixelNorm norm, ContactSheet sheet)
    {
        FeatureSet known = FeatureSet.OfPixels(train, norm, cancellation: lab.Cancellation),
            asked = FeatureSet.OfPixels(test, norm, cancellation: lab.Cancellation);
        foreach (var distance in Enum.GetValues<Distance>())
        {
            var clock = Stopwatch.StartNew();
            var choice = NeighbourChoice.Make(
                lab.Gpu, known, Candidates, distance, most: lab.Of(5000, 500), seed: lab.Seed, cancellation: lab.Cancellation);
            using var search = new NearestNeighbours(lab.Gpu, known, choice.K, distance);
            var accuracy = search.Find(asked, cancellation: lab.Cancellation).Accuracy(asked, choice.K);
            yield return Say(lab, name, new Row($"kNN, {distance}, k = {choice.K}", accuracy, clock.Elapsed));
        }
        foreach (var (method, loss, rate, decay) in Linears)
        {
            var clock = Stopwatch.StartNew();
            using var weights = new Residence(lab.Gpu);
            var head = new Linear(known.Length, known.Classes.Count);
            using var training = new FeatureTraining(weights, head, known, new FeatureTrainingOptions
            {
                Loss = loss,
                Epochs = lab.Of(20, 3),
                LearningRate = rate * 784 / known.Length,
                WeightDecay = decay,
                FromZero = true,
                Seed = lab.Seed,
            });
            training.Run(cancellation: lab.Cancellation);
            var row = new Row(method, FeatureEvaluation.Accuracy(weights, head, asked, lab.Cancellation), clock.Elapsed);
            WeightTemplates.Add(sheet, weights.Get(head.Weight), known.Sample, known.Classes, method);
            yield return Say(lab, name, row);
        }
        yield return Say(lab, name, Net(lab, train, test));
    }

    private static Row Net(LabContext lab, Dataset train, Dataset test)
    {
        const int Batch = 100;
        var clock = Stopwatch.StartNew();
        Module[] Layer(int from, int to) => [new Conv2d(from, to, 3, padding: 1, bias: false), new BatchNorm2d(to), new ReLU(), new MaxPool2d(2)];
        var net = new Sequential([
            .. Layer(train.Channels, 16), .. Layer(16, 32), .. Layer(32, 64), new Flatten(), new Linear(64 * (train.Height / 8) * (train.Width / 8),
                train.Classes.Count)]);
        using var training = new LabTraining(
            lab, net, p => new Sgd(p, momentum: 0.9f, nesterov: true, weightDecay: 5e-4f), train, Batch);
        foreach (var rate in (double[])[0.05, 0.02, 0.005])
            training.Run(lab.Of(Math.Max(1, 360_000 / 3 / train.Count), 1) * training.StepsPerEpoch, rate);
        return new Row($"small net ({net.ParameterCount():N0})", training.Measure(test).Accuracy, clock.Elapsed);
    }

    private static Row Say(LabContext lab, string name, Row row)
    {
        lab.Say(string.Create(CultureInfo.InvariantCulture, $"{name}: {row.Method}: {Text(row.Accuracy)} ({row.Time.TotalSeconds:F0} s)"));
        return row;
    }

    // The number of neighbours differs from set to set.
    private static string Kind(string method) => string.Join(',', method.Split(',').Take(2));

    private static string Text(double accuracy) => string.Create(CultureInfo.InvariantCulture, $"{100 * accuracy:F2} %");
}
