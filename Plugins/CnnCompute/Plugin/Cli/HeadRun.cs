// The first part of fine-tuning, or all of it: a new head on features that are computed once.
using System.Diagnostics;
using System.Globalization;
using Engine;

namespace CnnCompute;

/// <summary>The training of a new head as the verb runs it.</summary>
internal sealed class HeadRun(Gpu gpu, TrainingRecipe recipe, DataSplits data, TrainingDisplay display)
{
    private const int EvaluationBatch = 16;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private HeadTraining? head;

    /// <summary>The net, its head as it was drawn, or trained.</summary>
    public TransferNet Net { get; } = TransferModels.Make(recipe, data.Train);

    /// <summary>What it came to, for a report.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts => head is null ? [] : [("head alone", Words(head))];

    /// <summary>Trains the head; false where it was cancelled.</summary>
    /// <exception cref="ArgumentException">Neither the head nor all of it shall be trained.</exception>
    public bool Train(CancellationToken cancellation)
    {
        var epochs = recipe.Transfer!.Create<TransferOptions>().HeadEpochs;
        if (epochs == 0)
        {
            return recipe.Epochs > 0
                ? true
                : throw new ArgumentException("neither the new head nor the whole network has an epoch to train; give --head-epochs or --epochs");
        }
        var sinceSaid = Stopwatch.StartNew();
        try
        {
            head = TransferModels.TrainHead(gpu, Net, data, recipe, (done, all) =>
            {
                if (sinceSaid.Elapsed < Every && done < all)
                    return;
                sinceSaid.Restart();
                display.Say($"features of {done:N0} of {all:N0} pictures");
            }, cancellation: cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        display.Say($"the new head alone, {epochs:N0} epochs: {Words(head)}");
        return true;
    }

    /// <summary>A sentence where the head alone was better on validation pictures than what came of all of it.</summary>
    public string? BetterThan(TrainingResult result) =>
        head?.ValidationAccuracy is { } alone && result.Validation is { } whole && alone > whole.Accuracy
            ? $"the head alone was better on the validation pictures ({Percent(alone)} against {Percent(whole.Accuracy)}): "
                + "--epochs 0 leaves it at that, a lower --lr or more pictures may help"
            : null;

    /// <summary>Writes a net that is left at its new head, measures it, and writes its log and its report.</summary>
    /// <param name="files">Where they go.</param>
    /// <param name="hasBoard">Whether event files are written.</param>
    /// <param name="command">The line that was typed.</param>
    /// <param name="cancellation">Ends the measuring; the net is there by then.</param>
    public void Finish(TrainingFiles files, bool hasBoard, string command, CancellationToken cancellation)
    {
        EvaluationResult? Measure(Dataset? part)
        {
            if (part is null)
                return null;
            using var weights = new Residence(gpu);
            using var evaluator = new Evaluator(weights, Net, part, Net.Trunk.NeededNorm, Math.Min(EvaluationBatch, part.Count));
            return evaluator.Run(cancellation);
        }
        // What was learnt shall not be lost while it is measured.
        var path = TrainingRun.NetFile(files);
        TrainingRun.Save(path, Net, data.Train, recipe, new Dictionary<string, string>());
        if (HeadedNet.IsTrunk(Net.Trunk))
        {
            var head = Path.ChangeExtension(path, null) + "-head.safetensors";
            Net.SaveHead(head, data.Train.Classes, new Dictionary<string, string> { [TestData.RecipeKey] = recipe.ToText() });
            display.Say($"the head alone, for who has this program and so its trunk, in {head}");
        }
        var elapsed = clock.Elapsed;
        EvaluationResult? validation, test;
        try
        {
            (validation, test) = (Measure(data.Validation), Measure(data.Test));
        }
        catch (OperationCanceledException)
        {
            display.Say($"stopped before the new head was measured; net in {path}");
            return;
        }
        var (trained, options, count) = (head!, recipe.Transfer!.Create<TransferOptions>(), data.Train.Count);
        var steps = (long)options.HeadEpochs * (count / Math.Min(recipe.Batch, count));
        var metrics = new Metrics(trained.Loss * count, (int)Math.Round(trained.TrainAccuracy * count), count);
        var epoch = new EpochResult(
            options.HeadEpochs - 1, steps, metrics, validation, options.HeadRate,
            (double)options.HeadEpochs * count / elapsed.TotalSeconds, elapsed, IsBest: true);
        var result = new TrainingResult(epoch.Epoch, options.HeadEpochs, validation?.Metrics, test, StoppedEarly: false);
        using (var log = new TrainingLog(files.Log))
        {
            log.Write(epoch);
            log.Close();
        }
        if (hasBoard)
        {
            using var board = TensorBoardLog.Of(files);
            board.Begin(0);
            board.EpochEvaluated(epoch);
        }
        var state = Net.StateDict().ToDictionary(e => e.Key, e => new TensorData(e.Value.Shape, e.Value.Initial));
        var net = new ReportedNet(data, steps, Net.ParameterCount(), state, Facts) { Validation = validation };
        var report = TrainingReport.Write(files, net, recipe, result, gpu.Info.Name, command);
        display.Say($"done: {TrainingDisplay.Describe(result)}; net in {path}, log in {files.Log}, report in {report}");
    }

    private static string Words(HeadTraining head) => $"accuracy {Percent(head.TrainAccuracy)}"
        + (head.ValidationAccuracy is { } validation ? $"; validation accuracy {Percent(validation)}" : "");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F2} %");
}
