// What a report of a training run is made from.
using System.Globalization;

namespace CnnCompute;

/// <summary>Everything that the page of a run shows.</summary>
internal sealed record RunReport
{
    /// <summary>Above all, such as the recipe's name.</summary>
    public required string Title { get; init; }

    /// <summary>Names of the classes, by label.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The recipe as text; empty where there is none.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>How to do it again; empty where nobody typed it.</summary>
    public string Command { get; init; } = "";

    /// <summary>Lines of a table: device, seed, time, speed, parameters and so on.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>What was measured in the end, each on its own samples.</summary>
    public IReadOnlyList<ReportScore> Scores { get; init; } = [];

    /// <summary>The epochs in order.</summary>
    public IReadOnlyList<ReportEpoch> Epochs { get; init; } = [];

    /// <summary>What was taken for what; null where nothing was counted.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>The samples that <see cref="Confusion"/> and <see cref="Mistakes"/> are of: test, or validation where there are no others.</summary>
    public string ConfusionOf { get; init; } = "test";

    /// <summary>The mistakes that the net was surest of, the worst first.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];

    /// <summary>Weights [O,C,H,W] of the first convolution; null where there is none.</summary>
    public TensorData? Filters { get; init; }
}

/// <summary>A measurement on samples.</summary>
/// <param name="Samples">Which: training, validation, test.</param>
/// <param name="Count">How many.</param>
/// <param name="Loss">Mean loss.</param>
/// <param name="Top1">Share whose largest score is their label's.</param>
/// <param name="Top5">Share whose label is among the five largest scores; null where it was not asked.</param>
/// <param name="Meaning">What the number may be used for, as a sentence.</param>
internal sealed record ReportScore(string Samples, long Count, double Loss, double Top1, double? Top5, string Meaning);

/// <summary>An epoch's line; what was not measured is NaN.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainLoss">Mean loss on the epoch's training batches.</param>
/// <param name="TrainAccuracy">Accuracy on them.</param>
/// <param name="HeldOutLoss">Mean loss on the samples that are not learnt from.</param>
/// <param name="HeldOutAccuracy">Accuracy on them.</param>
/// <param name="LearningRate">Rate of the last step.</param>
/// <param name="ImagesPerSecond">Training speed.</param>
internal sealed record ReportEpoch(
    int Epoch, double TrainLoss, double TrainAccuracy, double HeldOutLoss, double HeldOutAccuracy, double LearningRate, double ImagesPerSecond)
{
    /// <summary>
    /// The epochs of a training's log, those before a resume included: rows with a loss on samples that are not learnt from, where there are any.
    /// Columns are found by name, lines that are cut off passed over.
    /// </summary>
    /// <exception cref="InvalidDataException">It is no log of a training.</exception>
    public static IReadOnlyList<ReportEpoch> OfLog(string path)
    {
        using var lines = File.ReadLines(path).GetEnumerator();
        var header = lines.MoveNext() ? lines.Current.Split(',') : [];
        int Column(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (Array.IndexOf(header, name) is >= 0 and var found)
                    return found;
            }
            throw new InvalidDataException($"{path}: no log of a training: it has no column {names[0]}");
        }
        int epoch = Column("epoch"), rate = Column("learning_rate"), speed = Column("images_per_second");
        int trainLoss = Column("train_loss"), trainAccuracy = Column("train_accuracy");
        int loss = Column("validation_loss", "test_loss"), accuracy = Column("validation_accuracy", "test_accuracy");
        var (epochs, last) = (new List<ReportEpoch>(), new OrderedDictionary<int, ReportEpoch>());
        while (lines.MoveNext())
        {
            var cells = lines.Current.Split(',');
            double Number(int column) => double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN;
            if (cells.Length != header.Length || !int.TryParse(cells[epoch], CultureInfo.InvariantCulture, out var number))
                continue;
            last[number] = new ReportEpoch(
                number, Number(trainLoss), Number(trainAccuracy), Number(loss), Number(accuracy), Number(rate), Number(speed));
            if (cells[loss].Length > 0)
                epochs.Add(last[number]);
        }
        // Where nothing is held out an epoch's row is its last.
        return epochs.Count > 0 ? epochs : [.. last.Values];
    }
}
