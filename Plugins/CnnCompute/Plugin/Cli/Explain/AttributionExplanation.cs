// Saliency methods as verbs run them: a heat map over the picture, and where its mass lies.
using System.Globalization;

namespace CnnCompute;

/// <summary>One saliency method.</summary>
internal sealed class AttributionExplanation(string name, AttributionMethod method, ExplainSettings settings) : ExplainMethod
{
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
    public override bool HasObjective => true;

    /// <inheritdoc/>
    public override IEnumerable<ExplainPicture> Run(ExplainTask task)
    {
        const string Input = "picture";
        var how = settings.Heat.Checked(task.Result);
        var options = settings.Attribution.Checked(task.Result) with { Method = method, Objective = task.Objective?.Text ?? "" };
        var (height, width, planes) = (task.Height, task.Width, task.Picture.Planes(3, PixelNorm.Unit));
        AttributionMap map = null!;
        Tensor overlay = default, colours = default, heat = default;
        using var run = new AttributionRun(
            task.Weights, task.Trunk, options, graph => (graph.Input(Input, 1, 3, height, width), graph[Input]), (made, picture) =>
            {
                map = made;
                overlay = HeatOverlay.Build(made.Heat, picture, how.Colours, made.Heat.Graph.Fill(Shape.Scalar, how.Opacity));
                colours = HeatOverlay.Colours(made.Heat, height, width, how.Colours);
                heat = Attribution.Enlarged(made.Values.Relu(), height, width);
                return [overlay, colours, heat, made.Values, .. Some(made.Class), .. Some(made.Probability), .. Some(made.Difference)];
            });
        // What is linear in the picture is explained without looking at it.
        if (run.First.InputNames.Contains(Input))
            run.First.Upload(Input, planes);
        run.Explain(task.Class);
        run.Run(task.Cancellation);
        if (map.Probability is { } certain && NanSearch.IsIn(run.Last.Fetch(certain)))
            throw task.GivesNaN(planes);
        var what = map.Class is { } chosen && run.Last.FetchInt(chosen)[0] is var index
            ? string.Create(CultureInfo.InvariantCulture, $"{task.NameOf(index)} ({index}), {run.Last.Fetch(map.Probability!.Value)[0] * 100:F2} %")
            : $"{options.Objective}";
        var mass = run.Last.Fetch(heat);
        Console.WriteLine($"{name,-14} {what}; {Where(mass, width, height, task.Box)}");
        if (map.Difference is { } difference)
        {
            var (sum, gain) = (run.Last.Fetch(map.Values).Sum(v => (double)v), run.Last.Fetch(difference)[0]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{"",-14} its sum is {sum:F4}, the score's gain over the baseline {gain:F4}: {100 * sum / gain:F1} %"));
        }
        yield return new ExplainPicture("", $"{name}\n{what}", width, height, ContactSheet.Rgba(run.Last.Fetch(overlay), width, height));
        yield return new ExplainPicture("heat", "", width, height, ContactSheet.Rgba(run.Last.Fetch(colours), width, height));
    }

    /// <summary>Share of the positive values within a box; they may be of several channels.</summary>
    internal static double ShareInside(ReadOnlySpan<float> values, int width, int height, (int X, int Y, int Width, int Height) box)
    {
        var (inside, all) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var (x, y, value) = (i % width, i / width % height, Math.Max(0, values[i]));
            all += value;
            if (x >= box.X && x < box.X + box.Width && y >= box.Y && y < box.Y + box.Height)
                inside += value;
        }
        return inside / all;
    }

    private static IEnumerable<Tensor> Some(Tensor? tensor) => tensor is { } t ? [t] : [];

    private static string Where(float[] values, int width, int height, (int X, int Y, int Width, int Height)? box)
    {
        double all = 0, sumX = 0, sumY = 0;
        foreach (var (i, value) in values.Index().Where(v => v.Item > 0))
            (all, sumX, sumY) = (all + value, sumX + (value * (i % width)), sumY + (value * (i / width % height)));
        if (!(all > 0))
            return "nothing speaks for it";
        var centre = string.Create(CultureInfo.InvariantCulture, $"positive mass around {sumX / all:F0},{sumY / all:F0} of {width}×{height}");
        return box is { } b
            ? string.Create(CultureInfo.InvariantCulture,
                $"{centre}, {ShareInside(values, width, height, b) * 100:F1} % of it in {b.X},{b.Y},{b.Width},{b.Height}")
            : centre;
    }
}
