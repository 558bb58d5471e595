// What a camera that is taught says of itself.
using Engine;

namespace CnnCompute;

internal sealed partial class LiveTeaching
{
    private bool isAnswered;

    /// <summary>What readouts show of it.</summary>
    public static Readings<LiveTeaching> Readings { get; } = Make();

    /// <summary>The certainty below which an answer is none of the classes.</summary>
    public float Threshold => wanted.Threshold > 0 ? wanted.Threshold : TeachingOptions.UsualThreshold(wanted.Head);

    /// <summary>The newest answer: the class, from 0, or -1 for none of them; null before there is one.</summary>
    public int? Answer
    {
        get
        {
            if (!isAnswered)
                return null;
            var (index, certainty) = teaching.Best(wanted.Head);
            return certainty >= Threshold ? index : -1;
        }
    }

    /// <summary>Shows the shares of classes in their order, or the largest where there are more than rows.</summary>
    public void ShowIn(Bars bars)
    {
        var (rows, classes) = (bars.Values.Length, Math.Min(teaching.Examples.Classes, teaching.Room));
        bars.Marked = -1;
        var shownClass = Answer;
        var first = classes <= rows || shownClass is null or -1 ? 0 : Math.Clamp(shownClass.Value - (rows / 2), 0, classes - rows);
        for (var row = 0; row < rows; row++)
        {
            var index = first + row;
            bars.Names[row].Set(index < classes ? NameOf(index) : []);
            bars.Values[row] = index < classes && isAnswered ? teaching.Share(wanted.Head, index) : 0;
            if (index == shownClass)
                bars.Marked = row;
        }
    }

    private static Readings<LiveTeaching> Make()
    {
        var readings = new Readings<LiveTeaching>
        {
            { "state", static (t, _, text) => t.AppendState(text) },
            { "top", static (t, _, text) => t.AppendTop(text) },
            { "probability", static (t, _, text) => t.AppendCertainty(text) },
            { "head", static (t, _, text) => t.AppendHead(text) },
            { "accuracy", static (t, _, text) => t.AppendAccuracy(text) },
            { "examples", static (t, _, text) => text.Append($"{t.teaching.Examples.Count} examples of {t.teaching.Examples.Present} classes") },
            { "chosen", static (t, _, text) => text.Append($"{t.NameOf(Math.Max(t.wanted.Chosen, 1) - 1)}") },
            { "note", static (t, _, text) => t.AppendNote(text) },
        };
        for (var row = 0; row < ExampleSheet.Rows; row++)
        {
            var place = row;
            readings.Add($"row {row + 1}", (t, _, text) => t.AppendRow(text, place));
            readings.Add($"count {row + 1}", (t, _, text) => t.AppendCount(text, place));
        }
        return readings;
    }

    private void AppendState(TextBuffer text)
    {
        if (kept is { IsReading: true })
            text.Append($"reading examples: {kept.Done} of {kept.Count}");
        else if (teaching.Examples.Present == 0)
            text.Append($"waiting to be shown something");
        else if (wanted.Showing > 0)
            text.Append($"learning {NameOf(Math.Min(wanted.Showing, MostNamed) - 1)}");
        else if (teaching.StepsLeft(wanted.Head) is > 0 and var left)
            text.Append($"training: {teaching.Options.Steps - left} of {teaching.Options.Steps} steps");
        else
            text.Append($"looking");
    }

    private void AppendTop(TextBuffer text)
    {
        if (Answer is not { } index)
            text.Append($"show it something");
        else if (index < 0)
            text.Append($"none of these");
        else
            text.Append($"{NameOf(index)}");
    }

    private void AppendCertainty(TextBuffer text)
    {
        if (!isAnswered)
        {
            text.Append($"hold 1 while the camera sees it, then 2 for another thing");
            return;
        }
        var (index, certainty) = teaching.Best(wanted.Head);
        text.Append($"{100 * teaching.Share(wanted.Head, index):F1} %");
        if (wanted.Head is TeachHead.Prototypes or TeachHead.Knn)
            text.Append($", cosine {certainty:F2}");
        if (certainty < Threshold)
            text.Append($" is below {Threshold:F2}");
    }

    private void AppendHead(TextBuffer text)
    {
        if (wanted.Head == TeachHead.Prototypes)
            text.Append($"prototypes");
        else if (wanted.Head == TeachHead.Knn)
            text.Append($"nearest examples");
        else if (wanted.Head == TeachHead.Logistic)
            text.Append($"logistic regression");
        else
            text.Append($"two layers");
    }

    private void AppendAccuracy(TextBuffer text)
    {
        if (teaching.Judged == 0)
            text.Append($"no example is held out yet");
        else
            text.Append($"{100.0 * teaching.Right(wanted.Head) / teaching.Judged:F0} % of {teaching.Judged} held-out examples");
    }

    private void AppendRow(TextBuffer text, int row)
    {
        var index = sheet.First + row;
        if (index < names.Count)
            text.Append($"{index + 1}  {names[index]}");
    }

    private void AppendCount(TextBuffer text, int row)
    {
        var index = sheet.First + row;
        if (index < names.Count)
            text.Append($"{teaching.Examples.CountOf(index)}");
    }

    private void AppendNote(TextBuffer text)
    {
        if (kept?.Failed is { } failed)
            text.Append($"{failed}");
        else if (teaching.AreSame)
            text.Append($"{NameOf(teaching.Alike.First)} and {NameOf(teaching.Alike.Second)} look alike: cosine {teaching.Alike.Cosine:F3}");
        else if (note is { } words)
            text.Append($"{words}");
    }
}
