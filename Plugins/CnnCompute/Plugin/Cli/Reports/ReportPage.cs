// A training run as one page that a browser shows without a network.
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using Engine;

namespace CnnCompute;

/// <summary>
/// HTML with everything in it: curves as SVG, pictures as data, no script. What people named (classes, recipes, paths) is text and never markup.
/// </summary>
internal static class ReportPage
{
    private const int ChartWidth = 520, ChartHeight = 320, PictureSide = 112;

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <exception cref="ArgumentException">Numbers of classes do not fit together.</exception>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public static void Write(string path, RunReport report)
    {
        var text = Encoding.UTF8.GetBytes(Of(report));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream => stream.Write(text));
    }

    /// <summary>The page's text.</summary>
    /// <exception cref="ArgumentException">Numbers of classes do not fit together.</exception>
    public static string Of(RunReport report)
    {
        var page = new StringBuilder();
        page.Append($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{Text(report.Title)}</title>\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
            + $"<link rel=\"icon\" href=\"data:,\">\n<style>\n{Style()}</style>\n</head>\n<body>\n<main>\n<h1>{Text(report.Title)}</h1>\n");
        Scores(page, report);
        Curves(page, report);
        Confusions(page, report);
        Mistakes(page, report);
        Filters(page, report);
        How(page, report);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Scores(StringBuilder page, RunReport report)
    {
        if (report.Scores.Count == 0)
            return;
        var hasTop5 = report.Scores.Any(s => s.Top5 is not null);
        page.Append("<div class=\"wide\"><table>\n<tr><th>samples</th><th class=\"n\">number</th><th class=\"n\">accuracy</th>"
            + $"{(hasTop5 ? "<th class=\"n\">top 5</th>" : "")}<th class=\"n\">loss</th><th class=\"says\">what it says</th></tr>\n");
        foreach (var s in report.Scores)
        {
            page.Append($"<tr><th>{Text(s.Samples)}</th><td class=\"n\">{Number(s.Count, "N0")}</td><td class=\"n\"><b>{Percent(s.Top1)}</b></td>"
                + $"{(hasTop5 ? $"<td class=\"n\">{(s.Top5 is { } top5 ? Percent(top5) : "")}</td>" : "")}"
                + $"<td class=\"n\">{Number(s.Loss, "F4")}</td><td>{Text(s.Meaning)}</td></tr>\n");
        }
        page.Append("</table></div>\n");
    }

    private static void Curves(StringBuilder page, RunReport report)
    {
        if (report.Epochs.Count == 0)
            return;
        double[] Of(Func<ReportEpoch, double> value) => [.. report.Epochs.Select(value)];
        var epochs = Of(e => e.Epoch);
        Chart Pair(string name, Func<ReportEpoch, double> train, Func<ReportEpoch, double> heldOut) =>
            new Chart { Title = name, XLabel = "epoch", WholeX = true, NamesBelow = true }
                .Curve("training", epochs, Of(train), dashed: true).Curve("validation", epochs, Of(heldOut));
        Chart One(string name, Func<ReportEpoch, double> value) =>
            new Chart { Title = name, XLabel = "epoch", WholeX = true }.Curve("", epochs, Of(value));
        page.Append("<h2>Curves</h2>\n<div class=\"charts\">\n");
        Chart[] charts =
        [
            Pair("loss", e => e.TrainLoss, e => e.HeldOutLoss), Pair("accuracy / %", e => 100 * e.TrainAccuracy, e => 100 * e.HeldOutAccuracy),
            One("learning rate", e => e.LearningRate), One("images per second", e => e.ImagesPerSecond > 0 ? e.ImagesPerSecond : double.NaN),
        ];
        foreach (var (i, chart) in charts.Index())
            page.Append($"<figure>{new Figure().Add(chart).ToSvg($"c{i}", ChartWidth, ChartHeight)}</figure>\n");
        page.Append("</div>\n");
        page.Append("<p>Training numbers are means over the epoch’s batches, while the weights changed; validation numbers are measured after it."
            + "</p>\n");
    }

    private static void Confusions(StringBuilder page, RunReport report)
    {
        if (report.Confusion is not { } matrix)
            return;
        var side = ConfusionPicture.Side(matrix.Classes);
        page.Append($"<h2>What was taken for what ({Text(report.ConfusionOf)})</h2>\n<p>Of the {Number(matrix.Count, "N0")} "
            + $"{Text(report.ConfusionOf)} samples; the darker, the larger the share of the row.</p>\n<div class=\"wide\"><figure class=\"matrix\">"
            + $"{new Figure().Add(ConfusionPicture.Of(matrix, report.Classes)).ToSvg("m", side + 60, side)}</figure></div>\n"
            + $"<h2>Class by class ({Text(report.ConfusionOf)})</h2>\n<div class=\"wide\"><table>\n<tr><th>class</th>"
            + "<th class=\"n\">precision</th><th class=\"n\">recall</th><th class=\"n\">F1</th><th class=\"n\">samples</th></tr>\n");
        void Row(string name, double precision, double recall, double f1, long support) => page.Append(
            $"<tr><th>{Text(name)}</th><td class=\"n\">{Percent(precision)}</td><td class=\"n\">{Percent(recall)}</td>"
            + $"<td class=\"n\">{Percent(f1)}</td><td class=\"n\">{Number(support, "N0")}</td></tr>\n");
        for (var label = 0; label < matrix.Classes; label++)
            Row(report.Classes[label], matrix.Precision(label), matrix.Recall(label), matrix.F1(label), matrix.Support(label));
        Row("mean of the classes", matrix.MacroPrecision, matrix.MacroRecall, matrix.MacroF1, matrix.Count);
        page.Append("</table></div>\n");
    }

    private static void Mistakes(StringBuilder page, RunReport report)
    {
        if (report.Mistakes.Count == 0)
            return;
        page.Append($"<h2>Worst mistakes ({Text(report.ConfusionOf)})</h2>\n<p>Those {Text(report.ConfusionOf)} samples that were taken for "
            + "something else with the most certainty.</p>\n<div class=\"pictures\">\n");
        foreach (var m in report.Mistakes)
        {
            var (wide, high) = Enlarged(m.Width, m.Height);
            page.Append($"<figure><img src=\"{PagePicture.Address(m.Pixels, m.Width, m.Height, m.Channels)}\" width=\"{wide}\" height=\"{high}\" "
                + $"alt=\"{Text(Name(report, m.Label))}\"><figcaption>{Text(Name(report, m.Label))}, taken for "
                + $"<b>{Text(Name(report, m.Prediction))}</b>, "
                + $"{Percent(m.Confidence)}</figcaption></figure>\n");
        }
        page.Append("</div>\n");
    }

    private static void Filters(StringBuilder page, RunReport report)
    {
        if (report.Filters is not { } filters)
            return;
        var (width, height, rgba) = PagePicture.Filters(filters);
        var scale = Math.Clamp(960 / width, 1, 10);
        page.Append($"<h2>Filters of the first layer</h2>\n<p>{Text(filters.Shape.ToString())}; grey is 0, each is as bright as its largest weight "
            + $"allows.</p>\n<p><img class=\"filters\" src=\"{PagePicture.Address(rgba, width, height, 4)}\" width=\"{width * scale}\" "
            + $"height=\"{height * scale}\" alt=\"filters\"></p>\n");
    }

    private static void How(StringBuilder page, RunReport report)
    {
        if (report.Facts.Count > 0 || report.Command.Length > 0 || report.Recipe.Length > 0)
            page.Append("<h2>How it was made</h2>\n");
        if (report.Facts.Count > 0)
        {
            page.Append("<div class=\"wide\"><table>\n");
            foreach (var (name, value) in report.Facts)
                page.Append($"<tr><th>{Text(name)}</th><td>{Text(value)}</td></tr>\n");
            page.Append("</table></div>\n");
        }
        if (report.Command.Length > 0)
            page.Append($"<pre>{Text(report.Command)}</pre>\n");
        if (report.Recipe.Length > 0)
            page.Append($"<pre>{Text(report.Recipe)}</pre>\n");
    }

    private static string Name(RunReport report, int label) => label >= 0 && label < report.Classes.Count
        ? report.Classes[label]
        : throw new ArgumentException($"A mistake is of class {label}; there are {report.Classes.Count} names");

    // Small pictures by whole numbers, so that their pixels stay what they are; large ones down.
    private static (int Width, int Height) Enlarged(int width, int height)
    {
        var side = Math.Max(width, height);
        return side <= PictureSide ? (width * (PictureSide / side), height * (PictureSide / side))
            : (Math.Max(1, width * PictureSide / side), Math.Max(1, height * PictureSide / side));
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Percent(double share) => double.IsFinite(share) ? $"{Number(100 * share, "F2")}&nbsp;%" : "–";

    private static string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";

    private static string Style()
    {
        using var text = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!);
        return text.ReadToEnd();
    }
}
