// What a class, a channel or a neuron wants to see.
using System.Globalization;
using Engine;

namespace CnnCompute;

/// <summary><c>--method maximise</c>: needs no picture.</summary>
internal sealed class MaximiseExplanation(SettingOptions<VisualizerOptions> settings) : ExplainMethod
{
    private const int Reports = 8;

    /// <inheritdoc/>
    public override string Name => "maximise";

    /// <inheritdoc/>
    public override string Description => "a picture from noise that --objective or --class answers to most";

    /// <inheritdoc/>
    public override bool HasObjective => true;

    /// <inheritdoc/>
    public override IEnumerable<ExplainPicture> Run(ExplainTask task)
    {
        var wanted = task.Objective ?? (task.Class >= 0 ? Objective.Parse($"class:{task.Class}") : null)
            ?? (task.Trunk.Model.ShownObjective is { Length: > 0 } shown ? Objective.Parse(shown) : null)
            ?? throw new ArgumentException("--method maximise: say what, with --objective fire8:42 or --class NAME");
        var (height, width) = (task.Height, task.Width);
        var usual = settings.Given(task.Result).Pixels ? VisualizerOptions.OfPixels : null;
        var options = settings.Checked(task.Result, usual).For(height, width);
        using var visualizer = new FeatureVisualizer(task.Weights, task.Trunk, wanted, options);
        var made = visualizer.Run((step, value) =>
        {
            if ((step + 1) * Reports / options.Steps > step * Reports / options.Steps)
            {
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{Name,-14} {wanted}: step {step + 1} of {options.Steps}: {value:F3}"));
            }
        }, task.Cancellation);
        if (made.Broken is { } reason)
            Log.Warning($"{Name}: {reason}; the last good picture is kept");
        var what = task.Class >= 0 && task.Objective is null ? task.NameOf(task.Class) : wanted.Text;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Name,-14} {what}: {made.Rise.FirstOrDefault():F3} of the noise, {made.Objective:F3} of the picture"));
        yield return new ExplainPicture("", string.Create(CultureInfo.InvariantCulture, $"{what}\n{made.Objective:F2}"), width, height,
            ContactSheet.Rgba(made.Picture, width, height));
    }
}
