// What schedules make of a rate.
using System.Globalization;

namespace CnnCompute;

/// <summary>The rate of every step of a training of thirty epochs under every schedule; nothing is trained.</summary>
[Named("schedules", "learning rates of all schedules over a training of 30 epochs (nothing is trained)")]
internal sealed class SchedulesExperiment : Experiment
{
    private const int Epochs = 30;

    // As recipes write them, by the panel that they are drawn in.
    private static readonly (string Panel, string[] Texts)[] Panels =
    [
        ("at given epochs",
            ["constant: {rate: 1}", "step: {rate: 1, stepSize: 8, gamma: 0.5}", "multi-step: {rate: 1, milestones: [15, 25], gamma: 0.3}"]),
        ("falling evenly", ["exponential: {rate: 1, gamma: 0.9}", "inverse: {rate: 1, gamma: 0.3}", "polynomial: {rate: 1}",
            "polynomial: {rate: 1, power: 2}"]),
        ("half a cosine", ["cosine: {rate: 1}", "cosine: {rate: 1, warmup: 3, floor: 0.05}", "cosine: {rate: 1, t0: 10}",
            "cosine: {rate: 1, t0: 4, tMult: 2}"]),
        ("one cycle", ["one-cycle: {rate: 1}", "one-cycle: {rate: 1, pctStart: 0.2, anneal: linear}", "one-cycle: {rate: 1, threePhase: true}"]),
        ("a warm-up before another", ["warm-up: {schedule: {polynomial: {rate: 1}}, epochs: 5}",
            "warm-up: {schedule: {step: {rate: 1, stepSize: 10}}, epochs: 5, startFactor: 0.01}"]),
        ("on a plateau of the validation loss", ["plateau: {rate: 1, factor: 0.5, patience: 2}", "plateau: {rate: 1, factor: 0.2, patience: 4}"]),
    ];

    /// <summary>Names of the schedules that are drawn.</summary>
    public static IReadOnlySet<string> Names { get; } = Panels.SelectMany(p => p.Texts).Select(t => t.Split(':')[0]).ToHashSet();

    /// <inheritdoc/>
    public override LabResult Run(LabContext lab)
    {
        var perEpoch = lab.Of(100, 10);
        var (figure, rows) = (new Figure(2, $"Learning rates over {Epochs} epochs, as shares of the recipe's rate"), new List<string[]>());
        foreach (var (panel, texts) in Panels)
        {
            var chart = new Chart { Title = panel, XLabel = "epoch", RangeY = (0, 1.05), WholeX = true, NamesBelow = true, TextSize = 13 };
            foreach (var text in texts)
            {
                lab.Cancellation.ThrowIfCancellationRequested();
                var rates = Rates(text, perEpoch);
                // The rate is 1 in all of them.
                chart.Curve(Short(text), [.. rates.Select((_, step) => step / (double)perEpoch)], [.. rates.Select(r => (double)r)]);
                var last = rates.Length - 1;
                rows.Add([Short(text), .. new[] { 0, last / 4, last / 2, 3 * last / 4, last }.Select(i => Text(rates[i]))]);
            }
            figure.Add(chart);
        }
        return new LabResult(
            figure, 640, 340,
            "Large steps find the way at first, small ones settle at the end: all but the constant rate do that. Step and multi-step fall at "
            + "epochs that were chosen before; a cosine and a polynomial end near nothing exactly at the last step, so that their length "
            + "belongs to the training's; one-cycle begins low, too, which lets its peak be higher. A warm-up spares fresh weights steps that "
            + "are too long; one of the schedule's own (warmup) shortens what follows, a warm-up before it does not. Only the plateau looks at "
            + "the training: here the validation loss falls for twelve epochs and then no more.",
            ["schedule", "first step", "at 1/4", "at 1/2", "at 3/4", "last step"], rows);
    }

    private static float[] Rates(string text, int perEpoch)
    {
        var schedule = Catalogue.Parse<LrSchedule>(text, "lab schedules").Create<LrSchedule>(
            ("steps", (long)Epochs * perEpoch), ("stepsPerEpoch", (long)perEpoch));
        var rates = new float[Epochs * perEpoch];
        for (var step = 0; step < rates.Length; step++)
        {
            rates[step] = schedule.At(step);
            if ((step + 1) % perEpoch == 0)
                schedule = schedule.Observe(Math.Max(0.3, 1 - (0.06 * step / perEpoch)));
        }
        return rates;
    }

    // Without the rate, and without the braces of what has fields.
    private static string Short(string text)
    {
        foreach (var (part, shorter) in ((string, string)[])[("{rate: 1}", ""), ("rate: 1, ", ""), ("schedule: ", ""), ("{", ""), ("}", "")])
            text = text.Replace(part, shorter, StringComparison.Ordinal);
        return text.Replace(":", "", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal).Trim();
    }

    private static string Text(float value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
