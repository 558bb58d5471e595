// What layers remember of a picture.
using System.CommandLine;
using System.Globalization;
using Engine;

namespace CnnCompute;

/// <summary><c>--method invert</c>: a strip from shallow to deep.</summary>
internal sealed class InversionExplanation(SettingOptions<InversionOptions> settings) : ExplainMethod
{
    private const int UsualLayers = 5, MostInARow = 8;
    private readonly Option<string?> layers = new("--layers")
    {
        Description = "invert: layers from which the picture is found again. [default: five from shallow to deep, or --layer]",
        HelpName = "NAME,…",
    };

    /// <inheritdoc/>
    public override string Name => "invert";

    /// <inheritdoc/>
    public override string Description => "the picture found again from what --layers say of it";

    /// <inheritdoc/>
    public override IEnumerable<Option> Options => [layers];

    /// <inheritdoc/>
    public override IEnumerable<ExplainPicture> Run(ExplainTask task)
    {
        var (height, width, picture, options) = (task.Height, task.Width, task.Picture.Planes(3, PixelNorm.Unit), settings.Checked(task.Result));
        var wanted = Wanted(task);
        var sheet = new ContactSheet(Math.Min(wanted.Count + 1, MostInARow),
            title: $"{task.Trunk.Model.Name}: the picture found again from one layer");
        sheet.Add("the picture", width, height, task.Picture.Rgba);
        var found = new List<Inverted>();
        Console.WriteLine($"{Name,-14} {"layer",-28} {"features",10} {"picture",10}   (distances from the original)");
        foreach (var layer in wanted)
        {
            task.Cancellation.ThrowIfCancellationRequested();
            using var inversion = new FeatureInversion(task.Weights, task.Trunk, layer, height, width, options);
            var inverted = inversion.Run(picture, cancellation: task.Cancellation);
            if (inverted.Broken is { } reason)
                Log.Warning($"{Name} {layer}: {reason}; the last good picture is kept");
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{Name,-14} {layer,-28} {inverted.FeatureError,10:F4} {inverted.PictureError,10:F4}"));
            sheet.Add(string.Create(CultureInfo.InvariantCulture,
                $"{layer}\nfeatures {inverted.FeatureError * 100:F1} % off\npicture {inverted.PictureError * 255:F0} of 255 off"), width,
                height, inverted.Picture);
            found.Add(inverted);
        }
        var canvas = sheet.Draw();
        yield return new ExplainPicture("", "", canvas.Width, canvas.Height, canvas.Pixels);
        foreach (var inverted in found)
        {
            yield return new ExplainPicture(
                inverted.Layer.Replace('/', '_'), $"from {inverted.Layer}", width, height, ContactSheet.Rgba(inverted.Picture, width, height));
        }
    }

    private List<string> Wanted(ExplainTask task)
    {
        var seen = task.Trunk.Apply(new Graph().Input("picture", 1, 3, task.Height, task.Width));
        var named = task.Result.GetValue(layers) is { } list
            ? list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : task.Layer.Length > 0 ? [task.Layer] : [];
        if (named.Length == 0)
            named = [.. Spread(seen.Maps)];
        // All of them are looked up before the first is computed.
        return [.. named.OrderBy(name => seen[name].Id)];
    }

    private static IEnumerable<string> Spread(IReadOnlyList<string> maps) =>
        Enumerable.Range(1, UsualLayers).Select(i => maps[(int)Math.Round((maps.Count - 1) * i / (double)UsualLayers)]).Distinct();
}
