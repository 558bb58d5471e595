// The running side of a classifier: its plan, its newest result, and how often it was right.
using Engine;

namespace CnnCompute;

/// <summary>
/// A second component of an entity with a <see cref="Classifier"/>: looks at its image every frame; results come back some frames later, nothing
/// waits. The picture that the newest result is about is published as <c>NAME picture</c>.
/// </summary>
public sealed partial class Classification : ILive<Classifier>
{
    private static readonly PictureInfo Unknown = new(-1, -1);
    private readonly Entity entity;
    private readonly LatePicture picture;
    private readonly (GpuImage Made, LatePicture Late)[] maps;
    private readonly float[] arrived;
    private readonly Images images;
    private readonly LogOnce said = new();
    private readonly Classifier wanted;
    private readonly bool[] taken;
    private readonly TrueClass truth;
    private readonly IReadOnlyList<string> names;
    private readonly string?[] numbers;
    private GpuImage source;
    private long counted = -1;

    private Classification(
        Frame frame, Entity entity, in Classifier wanted, Plan plan, ModelFile model, IReadOnlyList<string> labels, int classes, GpuImage source,
        IReadOnlyList<(string Name, GpuImage Image)> maps)
    {
        (this.entity, this.wanted, Plan, Model, Labels, this.source) = (entity, wanted, plan, model, [.. labels.Select(Short)], source);
        truth = new TrueClass(Labels);
        (names, numbers) = (labels, new string?[classes]);
        images = frame.Images;
        (Probabilities, arrived) = (new float[classes], new float[classes]);
        picture = new LatePicture(images, frame.Gpu, $"{frame.World.NameOf(entity)} picture", source.Width, source.Height);
        this.maps = [.. maps.Select(m => (m.Image, new LatePicture(images, frame.Gpu, m.Name, m.Image.Width, m.Image.Height)))];
        taken = new bool[classes];
    }

    /// <summary>The compiled network.</summary>
    public Plan Plan { get; }

    /// <summary>The file it came from.</summary>
    public ModelFile Model { get; }

    /// <summary>Class names, short enough to be shown; may be empty.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The newest result: a probability for each class, or an independent score.</summary>
    public float[] Probabilities { get; }

    /// <summary>The picture the newest result is about.</summary>
    public PictureInfo Picture { get; private set; } = Unknown;

    /// <summary>Whether each class has a score of its own, rather than a share of 1.</summary>
    public bool IsIndependent { get; private init; }

    /// <summary>Results so far.</summary>
    public long Results { get; private set; }

    /// <summary>Pictures of known class judged so far, each once, by the first result about it.</summary>
    public long Judged { get; private set; }

    /// <summary>How many of them were named rightly.</summary>
    public long Right { get; private set; }

    /// <summary>What readouts show of it.</summary>
    internal static Readings<Classification> Readings { get; } = new()
    {
        { "top", Known(static (c, text) => c.AppendName(text, c.Best)) },
        { "probability", Known(static (c, text) => c.AppendScore(text, c.Best)) },
        { "truth", Known(static (c, text) => c.AppendTruth(text)) },
        { "accuracy", Known(static (c, text) => c.AppendAccuracy(text)) },
        { "network", Known(static (c, text) => text.Append($"{c.Model.Name}, {c.Plan.Macs / 1e6:F1} M multiply-adds")) },
    };

    private int Best
    {
        get
        {
            Span<int> best = stackalloc int[1];
            return Top(best) == 1 ? best[0] : -1;
        }
    }

    /// <summary>The whole name of a class, or its number; made once.</summary>
    internal string NameOf(int index) => (uint)index < (uint)names.Count && names[index].Length > 0
        ? names[index]
        : numbers[index] ??= FittedLabels.NameOf(names, index);

    /// <summary>Appends the name of a class, or its number.</summary>
    public void AppendName(TextBuffer text, int index)
    {
        if ((uint)index < (uint)Labels.Count)
            text.Append($"{Labels[index]}");
        else
            text.Append($"class {index}");
    }

    /// <summary>Appends a class's probability; an independent score as the number it is.</summary>
    public void AppendScore(TextBuffer text, int index)
    {
        var score = Probabilities[index];
        if (float.IsNaN(score))
            text.Append($"not a number");
        else if (IsIndependent)
            text.Append($"{score:F3}");
        else
            text.Append($"{score * 100:F1} %");
    }

    /// <summary>The indices of the most probable classes, best first; returns how many there are.</summary>
    public int Top(Span<int> indices)
    {
        var count = Math.Min(indices.Length, Probabilities.Length);
        Array.Clear(taken);
        for (var rank = 0; rank < count; rank++)
        {
            var best = -1;
            for (var i = 0; i < Probabilities.Length; i++)
            {
                if (!taken[i] && (best < 0 || Probabilities[i] > Probabilities[best]))
                    best = i;
            }
            taken[indices[rank] = best] = true;
        }
        return count;
    }

    /// <inheritdoc/>
    public bool Takes(in Classifier edited) => false;

    /// <inheritdoc/>
    public void Dispose()
    {
        picture.Dispose();
        foreach (var (made, late) in maps)
        {
            late.Dispose();
            made.Dispose();
        }
        Plan.Dispose();
    }

    /// <summary>Shows the most probable classes, the true one marked; nothing before the first result.</summary>
    internal void ShowIn(Bars bars)
    {
        if (Results == 0)
            return;
        Span<int> top = stackalloc int[bars.Values.Length];
        var count = Top(top);
        bars.Marked = -1;
        for (var row = 0; row < count; row++)
        {
            bars.Names[row].Set([]);
            AppendName(bars.Names[row], top[row]);
            bars.Values[row] = Probabilities[top[row]];
            if (top[row] == Picture.Label)
                bars.Marked = row;
        }
    }

    // ImageNet's classes are lists of synonyms; the first one fits on the screen.
    internal static string Short(string label)
    {
        const int Most = 28;
        var first = label.Split(',')[0];
        return first.Length <= Most ? first : string.Concat(first.AsSpan(0, Most - 1), "…");
    }

    // Before the first result there is nothing to say.
    private static Action<Classification, Frame, TextBuffer> Known(Action<Classification, TextBuffer> append) => (classification, _, text) =>
    {
        if (classification.Results > 0)
            append(classification, text);
        else
            text.Append($"…");
    };

    // Which layer it comes from is found by running the net again, which a frame does not wait for.
    private void NoteNaN()
    {
        if (NanSearch.IsIn(Probabilities))
        {
            said.Warning("NaN",
                $"classifier {Plan.Name}: {Model.Name} gives NaN (not a number), no scores; ./cnn classify names the layer that gives it first");
        }
    }

    private void AppendTruth(TextBuffer text)
    {
        if (Picture.Label < 0)
            text.Append($"unknown");
        else
            AppendName(text, Picture.Label);
    }

    private void AppendAccuracy(TextBuffer text)
    {
        if (Judged == 0)
            text.Append($"–");
        else
            text.Append($"{100.0 * Right / Judged:F1} % ({Right} of {Judged})");
    }
}
