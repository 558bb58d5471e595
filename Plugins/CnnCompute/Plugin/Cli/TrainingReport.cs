// The page of a run that has ended.
using System.Globalization;

namespace CnnCompute;

/// <summary>What a report shows of a net besides its numbers.</summary>
/// <param name="Data">What it learnt from and was measured on.</param>
/// <param name="Steps">Steps that were trained.</param>
/// <param name="Parameters">Numbers that it has.</param>
/// <param name="State">Its weights by key, of the epoch that was chosen.</param>
/// <param name="Facts">More lines of the table.</param>
internal sealed record ReportedNet(
    DataSplits Data, long Steps, long Parameters, IReadOnlyDictionary<string, TensorData> State, IReadOnlyList<(string Name, string Value)> Facts)
{
    private const int NamedFiles = 10;

    /// <summary>What was said of each validation sample, which is shown where there are no test samples; null where it is not known.</summary>
    public EvaluationResult? Validation { get; init; }

    /// <summary>The net that a trainer trained.</summary>
    /// <param name="trainer">The training.</param>
    /// <param name="state">The weights that were chosen.</param>
    /// <param name="facts">More lines of the table.</param>
    public static ReportedNet Of(
        Trainer trainer, IReadOnlyDictionary<string, TensorData> state, params IReadOnlyList<(string Name, string Value)> facts) =>
        new(trainer.Data, trainer.Step, trainer.Model.ParameterCount(), state, [.. Loading(trainer), .. facts]);

    private static IEnumerable<(string Name, string Value)> Loading(Trainer trainer)
    {
        // Without a step there was no loader at work.
        if (trainer.LoaderUse.Elapsed > TimeSpan.Zero)
            yield return ("loading", trainer.LoaderUse.ToString());
        if (trainer.Data.Unreadable is { Count: > 0 } unreadable)
            yield return ("left out as unreadable", Files(unreadable));
        if (TrainingDisplay.Damaged(trainer.Data) is { Count: > 0 } damaged)
            yield return ("damaged, replaced by others of their class", Files(damaged));
    }

    private static string Files(IReadOnlyList<string> sentences) =>
        $"{sentences.Count}: {string.Join("; ", sentences.Take(NamedFiles))}{(sentences.Count > NamedFiles ? " and more" : "")}";
}

/// <summary>Gathers what <see cref="ReportPage"/> shows of a training.</summary>
internal static class TrainingReport
{
    private const int Mistakes = 24;

    /// <summary>Writes the page beside the log; gives its name.</summary>
    /// <param name="files">Where the log lies.</param>
    /// <param name="net">What was trained.</param>
    /// <param name="recipe">By which recipe.</param>
    /// <param name="result">What it came to.</param>
    /// <param name="device">On which device.</param>
    /// <param name="command">The line that was typed.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Write(
        TrainingFiles files, ReportedNet net, TrainingRecipe recipe, TrainingResult result, string device, string command)
    {
        var path = Path.GetFileName(files.Log) == "log.csv"
            ? Path.Combine(Path.GetDirectoryName(files.Log)!, "report.html")
            : Path.ChangeExtension(files.Log, ".html");
        var scores = new List<ReportScore>();
        if (result.Validation is { } validation)
        {
            scores.Add(new ReportScore("validation", validation.Count, validation.Loss, validation.Accuracy, null,
                $"epoch {result.Epoch + 1} was chosen by it, so it flatters a little"));
        }
        if (result.Test is { } test)
        {
            scores.Add(new ReportScore("test", test.Metrics.Count, test.Loss, test.Accuracy,
                net.Data.Train.Classes.Count > EvaluationTable.FewClasses ? test.TopFiveAccuracy : null,
                "measured once, at the end; nothing was chosen by it"));
        }
        var (of, data, judged) = result.Test is null
            ? ("validation", net.Data.Validation, net.Validation)
            : ("test", net.Data.Test, result.Test);
        ReportPage.Write(path, new RunReport
        {
            Title = recipe.Name,
            Classes = net.Data.Train.Classes,
            Recipe = recipe.ToText(),
            Command = command,
            Facts =
            [
                ("device", device), ("seed", Text(recipe.Seed)), ("epochs", Text(result.Epochs)), ("steps", Text(net.Steps)),
                ("parameters", Text(net.Parameters)), ("samples to learn from", Text(net.Data.Train.Count)),
                .. net.Facts,
            ],
            Scores = scores,
            Epochs = ReportEpoch.OfLog(files.Log),
            Confusion = judged?.Confusion,
            ConfusionOf = of,
            Mistakes = judged is not null && data is not null ? Mistake.Worst(data, judged.Predictions, judged.Confidences, Mistakes) : [],
            Filters = net.State.Values.FirstOrDefault(v => v.Shape.Rank == 4),
        });
        return path;
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
