// The page of a run that has ended.
using System.Globalization;

namespace CnnCompute;

/// <summary>Gathers what <see cref="ReportPage"/> shows of a training.</summary>
internal static class TrainingReport
{
    private const int Mistakes = 24, NamedFiles = 10;

    /// <summary>Writes the page beside the log; gives its name.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Write(TrainingFiles files, Trainer trainer, TrainingRecipe recipe, TrainingResult result, string device)
    {
        var path = files.Log.EndsWith("log.csv", StringComparison.Ordinal)
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
            scores.Add(new ReportScore("test", test.Metrics.Count, test.Loss, test.Accuracy, test.TopFiveAccuracy,
                "measured once, at the end; nothing was chosen by it"));
        }
        ReportPage.Write(path, new RunReport
        {
            Title = recipe.Name,
            Classes = trainer.Data.Train.Classes,
            Recipe = recipe.ToText(),
            Command = recipe.Notes.GetValueOrDefault("command", ""),
            Facts =
            [
                ("device", device), ("seed", Text(recipe.Seed)), ("epochs", Text(result.Epochs)), ("steps", Text(trainer.Step)),
                ("parameters", Text(trainer.Model.ParameterCount())), ("samples to learn from", Text(trainer.Data.Train.Count)),
                .. Data(trainer),
            ],
            Scores = scores,
            Epochs = ReportEpoch.OfLog(files.Log),
            Confusion = result.Test?.Confusion,
            Mistakes = result.Test is { } judged && trainer.Data.Test is { } data
                ? Mistake.Worst(data, judged.Predictions, judged.Confidences, Mistakes)
                : [],
            Filters = trainer.JudgedState().Values.FirstOrDefault(v => v.Shape.Rank == 4),
        });
        return path;
    }

    private static IEnumerable<(string Name, string Value)> Data(Trainer trainer)
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
        $"{Text(sentences.Count)}: {string.Join("; ", sentences.Take(NamedFiles))}{(sentences.Count > NamedFiles ? " and more" : "")}";

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
