// A layer's channels side by side.
using System.CommandLine;
using System.Globalization;
using Engine;

namespace CnnCompute;

/// <summary><c>--method features</c>.</summary>
internal sealed class FeaturesExplanation(SettingOptions<FeatureGrid> settings) : ExplainMethod
{
    private const string Image = "grid";
    private const int UsualWidth = 1024, LargestSide = 4096;
    private readonly Option<string?> channels = new("--channels")
    {
        Description = "features: the first and the last channel, or one. [default: all]",
        HelpName = "FIRST-LAST",
    };

    /// <inheritdoc/>
    public override string Name => "features";

    /// <inheritdoc/>
    public override string Description => "the channels of --layer as tiles";

    /// <inheritdoc/>
    public override IEnumerable<Option> Options => [channels];

    /// <inheritdoc/>
    public override IEnumerable<ExplainPicture> Run(ExplainTask task)
    {
        var graph = new Graph();
        var picture = graph.Input("picture", 1, 3, task.Height, task.Width);
        var layers = task.Trunk.Apply(picture);
        var name = task.Layer.Length > 0 ? task.Layer
            : layers.Maps.FirstOrDefault()
                ?? throw new InvalidDataException($"{task.Trunk.Model.Path}: has no layer that gives maps; name one with --layer");
        var layer = layers[name];
        var (first, count) = Range(task.Result.GetValue(channels));
        var grid = settings.Checked(task.Result) with { First = first, Count = count };
        var sink = grid.ToImage(layer, Image);
        var (width, height) = grid.Size(layer);
        if (Math.Max(width, height) > LargestSide)
        {
            throw new ArgumentException(
                $"{name} {layer.Shape}: its tiles would make a picture of {width}×{height}; take some of them with --channels 0-63");
        }
        var scale = Math.Max(1, UsualWidth / Math.Max(width, height));
        using var image = task.Gpu.Image(width * scale, height * scale, Image);
        using var plan = Plan.Compile(task.Weights, [sink], [layer], [(Image, image)], new PlanOptions { Name = Name });
        plan.Upload("picture", task.Picture.Planes(3, PixelNorm.Unit));
        plan.Run();
        var values = plan.Fetch(layer);
        var range = string.Create(CultureInfo.InvariantCulture,
            $"{values.Min():G4} to {values.Max():G4}, {values.Count(v => v == 0) * 100.0 / values.Length:F0} % zero");
        Console.WriteLine($"{Name,-14} {name} {layer.Shape}: {range}");
        // What lies between the tiles is transparent.
        var canvas = new Canvas(image.Width, image.Height, (24, 26, 30));
        canvas.Draw(task.Gpu.Download(image), image.Width, image.Height, 0, 0);
        yield return new ExplainPicture("", $"{name} {layer.Shape}\n{range}", canvas.Width, canvas.Height, canvas.Pixels);
    }

    private static (int First, int Count) Range(string? text)
    {
        if (text is null)
            return (0, 0);
        int[] ends = [.. text.Split('-').Select(t => int.TryParse(t.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1)];
        return ends switch
        {
            [>= 0 and var one] => (one, 1),
            [>= 0 and var first, >= 0 and var last] when last >= first => (first, last - first + 1),
            _ => throw new ArgumentException($"--channels {text}: a channel or a range such as 8-23 is needed"),
        };
    }
}
