// Saliency methods as verbs run them: a heat map over the picture, and where its mass lies.
using System.CommandLine;
using System.Globalization;

namespace CnnCompute;

/// <summary>Options that the saliency methods share.</summary>
internal sealed class AttributionSettings
{
    private readonly Option<int> samples = new("--samples") { Description = "Gradients of smoothgrad and integrated. [default: 25 and 50]", HelpName = "N" };
    private readonly Option<float> noise = new("--noise") { Description = "Deviation of smoothgrad's noise, as a share of the picture's range.", HelpName = "SHARE", DefaultValueFactory = _ => 0.15f };
    private readonly Option<AttributionBaseline> baseline = new("--baseline") { Description = "Where integrated gradients start." };
    private readonly Option<int> patch = new("--patch") { Description = "Side of occlusion's square in pixels. [default: a seventh of the picture]", HelpName = "PIXELS" };
    private readonly Option<int> stride = new("--stride") { Description = "Pixels from one square of occlusion to the next. [default: half a square]", HelpName = "PIXELS" };

    /// <summary>For the verb.</summary>
    public IEnumerable<Option> Options => [samples, noise, baseline, patch, stride];

    /// <summary>What was asked for.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public AttributionOptions Of(AttributionMethod method, ExplainTask task)
    {
        var (result, side) = (task.Result, task.Size);
        int Within(Option<int> option, int most) => result.GetValue(option) is var n && n >= 0 && n <= most ? n
            : throw new ArgumentException($"{option.Name} {n}: a number from 1 to {most} is needed");
        var share = result.GetValue(noise);
        return new AttributionOptions(method)
        {
            Objective = task.Objective,
            Layer = task.Layer,
            Samples = Within(samples, 10_000),
            Noise = share is >= 0 and <= 10 ? share : throw new ArgumentException($"--noise {share}: a share from 0 to 10 is needed"),
            Baseline = result.GetValue(baseline),
            Patch = Within(patch, side),
            Stride = Within(stride, side),
        };
    }
}

/// <summary>One saliency method.</summary>
internal sealed class AttributionExplanation(string name, AttributionMethod method, AttributionSettings settings) : ExplainMethod
{
    private const float Opacity = 0.6f;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Description => method switch
    {
        AttributionMethod.Gradient => "how the score changes with each pixel",
        AttributionMethod.InputTimesGradient => "the picture times that",
        AttributionMethod.SmoothGrad => "its mean among noisy copies",
        AttributionMethod.IntegratedGradients => "its sum on the way from a baseline",
        AttributionMethod.Deconvnet => "what excites, backwards through rectifiers",
        AttributionMethod.GuidedBackprop => "the same where they were open",
        AttributionMethod.GradCam => "a layer's maps by their weight for the score",
        AttributionMethod.GuidedGradCam => "both together",
        _ => "how far the score falls when a place is covered",
    };

    /// <inheritdoc/>
    public override IEnumerable<Option> Options => settings.Options;

    /// <inheritdoc/>
    public override IEnumerable<ExplainPicture> Run(ExplainTask task)
    {
        const string Input = "picture";
        var (options, size, planes) = (settings.Of(method, task), task.Size, task.Picture.Planes(3, PixelNorm.Unit));
        AttributionMap map = null!;
        Tensor overlay = default, colours = default, heat = default;
        using var run = new AttributionRun(task.Weights, task.Trunk, options, graph => (graph.Input(Input, 1, 3, size, size), graph[Input]), (made, picture) =>
        {
            map = made;
            overlay = HeatOverlay.Build(made.Heat, picture, ColourMap.Inferno, made.Heat.Graph.Fill(Shape.Scalar, Opacity));
            colours = HeatOverlay.Colours(made.Heat, size, size, ColourMap.Inferno);
            heat = Attribution.Enlarged(made.Values.Relu(), size, size);
            return [overlay, colours, heat, made.Values, .. Some(made.Class), .. Some(made.Probability), .. Some(made.Difference)];
        });
        // What is linear in the picture is explained without looking at it.
        if (run.First.InputNames.Contains(Input))
            run.First.Upload(Input, planes);
        run.Explain(task.Class);
        run.Run(task.Cancellation);
        var what = map.Class is { } chosen && run.Last.FetchInt(chosen)[0] is var index
            ? string.Create(CultureInfo.InvariantCulture, $"{task.NameOf(index)} ({index}), {run.Last.Fetch(map.Probability!.Value)[0] * 100:F2} %")
            : $"{options.Objective}";
        var mass = run.Last.Fetch(heat);
        Console.WriteLine($"{name,-14} {what}; {Where(mass, size, task.Box)}");
        if (map.Difference is { } difference)
        {
            var (sum, gain) = (run.Last.Fetch(map.Values).Sum(v => (double)v), run.Last.Fetch(difference)[0]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-14} its sum is {sum:F4}, the score's gain over the baseline {gain:F4}: {100 * sum / gain:F1} %"));
        }
        yield return new ExplainPicture("", $"{name}\n{what}", size, size, ContactSheet.Rgba(run.Last.Fetch(overlay), size, size));
        yield return new ExplainPicture("heat", "", size, size, ContactSheet.Rgba(run.Last.Fetch(colours), size, size));
    }

    /// <summary>Share of the positive values within a box; they may be of several channels.</summary>
    internal static double ShareInside(ReadOnlySpan<float> values, int size, (int X, int Y, int Width, int Height) box)
    {
        var (inside, all) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var (x, y, value) = (i % size, i / size % size, Math.Max(0, values[i]));
            all += value;
            if (x >= box.X && x < box.X + box.Width && y >= box.Y && y < box.Y + box.Height)
                inside += value;
        }
        return inside / all;
    }

    private static IEnumerable<Tensor> Some(Tensor? tensor) => tensor is { } t ? [t] : [];

    private static string Where(float[] values, int size, (int X, int Y, int Width, int Height)? box)
    {
        double all = 0, sumX = 0, sumY = 0;
        foreach (var (i, value) in values.Index().Where(v => v.Item > 0))
            (all, sumX, sumY) = (all + value, sumX + (value * (i % size)), sumY + (value * (i / size % size)));
        if (!(all > 0))
            return "nothing speaks for it";
        var centre = string.Create(CultureInfo.InvariantCulture, $"positive mass around {sumX / all:F0},{sumY / all:F0} of {size}×{size}");
        return box is { } b
            ? string.Create(CultureInfo.InvariantCulture, $"{centre}, {ShareInside(values, size, b) * 100:F1} % of it in {b.X},{b.Y},{b.Width},{b.Height}")
            : centre;
    }
}
