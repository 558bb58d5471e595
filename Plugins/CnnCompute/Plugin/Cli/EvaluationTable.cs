// The full table of an evaluation.
using System.Globalization;
using Spectre.Console;

namespace CnnCompute;

/// <summary>Precision, recall and F1 of each class and their means; as text, and as what <c>--json</c> prints.</summary>
internal static class EvaluationTable
{
    private const int Width = 100;

    /// <summary>Writes the table.</summary>
    public static void Write(Dataset data, EvaluationResult result)
    {
        var c = result.Confusion;
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("class");
        foreach (var column in (string[])["precision %", "recall %", "F1 %", "samples"])
            table.AddColumn(new TableColumn(column).RightAligned());
        for (var i = 0; i < c.Classes; i++)
            table.AddRow(Markup.Escape(data.Classes[i]), Percent(c.Precision(i)), Percent(c.Recall(i)), Percent(c.F1(i)), Number(c.Support(i)));
        table.AddRow("mean of classes", Percent(c.MacroPrecision), Percent(c.MacroRecall), Percent(c.MacroF1), Number(c.Count));
        Output.Write(Width, table);
        Console.WriteLine($"top-5 accuracy {Percent(result.TopFiveAccuracy)} % ({result.TopFive:N0} of {result.Metrics.Count:N0})");
    }

    /// <summary>The same as data.</summary>
    public static object Data(IReadOnlyList<string> files, Dataset data, EvaluationResult result, string device)
    {
        var (c, m) = (result.Confusion, result.Metrics);
        return new
        {
            File = string.Join(", ", files),
            Files = files,
            Data = data.Name,
            m.Accuracy,
            m.Correct,
            m.Count,
            m.Loss,
            result.TopFive,
            result.TopFiveAccuracy,
            c.MacroPrecision,
            c.MacroRecall,
            c.MacroF1,
            Classes = Enumerable.Range(0, c.Classes).Select(i => new
            {
                Name = data.Classes[i],
                Precision = c.Precision(i),
                Recall = c.Recall(i),
                F1 = c.F1(i),
                Samples = c.Support(i),
            }),
            Confusion = Enumerable.Range(0, c.Classes).Select(i => Enumerable.Range(0, c.Classes).Select(j => c[i, j])),
            Device = device,
        };
    }

    private static string Percent(double share) => (share * 100).ToString("F2", CultureInfo.InvariantCulture);

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
