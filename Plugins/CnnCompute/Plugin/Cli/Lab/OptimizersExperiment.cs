// Optimisers side by side on one net.
using System.Globalization;

namespace CnnCompute;

/// <summary>The same net from the same weights on the same batches, each optimiser at a rate that suits it.</summary>
[Named("optimizers", "optimisers side by side on one net: training loss by step, validation accuracy")]
internal sealed class OptimizersExperiment : Experiment
{
    private const int Batch = 64;
    private const double Lowest = 0.35, Highest = 2.5;

    // As recipes write them, each at a rate found by trying a few; and whether each weight has a rate of its own.
    private static readonly (string Label, double Rate, string Text, bool IsOwn)[] Contenders =
    [
        ("SGD", 0.1, "sgd", false), ("momentum", 0.02, "sgd: {momentum: 0.9}", false),
        ("Nesterov", 0.02, "sgd: {momentum: 0.9, nesterov: true}", false), ("LARS", 5, "lars", false), ("Muon", 0.02, "muon", false),
        ("AdaGrad", 0.02, "adagrad", true), ("RMSProp", 0.002, "rmsprop", true), ("Adadelta", 1, "adadelta", true), ("Adam", 0.003, "adam", true),
        ("AdamW", 0.003, "adamw", true), ("NAdam", 0.003, "nadam", true), ("Eve", 0.003, "eve", true), ("LAMB", 0.01, "lamb", true),
    ];

    /// <summary>Names of the optimisers that take part.</summary>
    public static IReadOnlySet<string> Names { get; } = Contenders.Select(c => Name(c.Text)).Intersect(Catalogue.Of<Optimizer>().Select(e => e.Name))
        .ToHashSet();

    /// <inheritdoc/>
    public override LabResult Run(LabContext lab)
    {
        var (train, validation) = (lab.Train(lab.Of(12_800, 640)), lab.Validation(lab.Of(2000, 250)));
        var steps = lab.Of(200, 10);
        Chart[] losses = [.. new[] { "one rate for all weights of a layer", "a rate for each weight" }.Select(kind => new Chart
        {
            Title = $"training loss (smoothed): {kind}", XLabel = "step", LogY = true, WholeX = true, RangeY = (Lowest, Highest), NamesBelow = true,
        })];
        var (rows, names, accuracies) = (new List<string[]>(), new List<string>(), new List<double>());
        foreach (var (name, rate, text, isOwn) in Contenders.Where(c => Names.Contains(Name(c.Text))))
        {
            lab.Say($"{name} at rate {Text(rate, "0.####")}");
            using var training = new LabTraining(lab, LabNet.Convolutions(train, batchNorm: false),
                groups => Catalogue.Parse<Optimizer>(text, "lab optimizers").Create<Optimizer>(("groups", groups)), train, Batch);
            training.Run(steps, rate);
            var (loss, accuracy) = training.Measure(validation);
            var (smooth, chart) = (training.Smoothed(), losses[isOwn ? 1 : 0]);
            chart.Curve(name, [.. smooth.Select((_, step) => step + 1.0)], smooth, dashed: chart.Names.Count >= ChartStyle.Palette.Count);
            names.Add(name);
            accuracies.Add(100 * accuracy);
            rows.Add([name, Text(rate, "0.####"), Text(smooth[^1]), Text(loss), $"{Text(100 * accuracy, "F1")} %"]);
        }
        return new LabResult(
            new Figure(3, $"Optimisers on one net ({train.Count:N0} pictures, batch {Batch}, constant rates, {steps} steps)")
                .Add(losses[0]).Add(losses[1])
                .Add(new Chart { Title = "validation accuracy after the last step / %" }.Bars(names, accuracies, "F1")), 520, 480,
            "All begin with the same weights and see the same batches in the same order; each has a rate that suits it, as no rate suits all. "
            + "Plain SGD falls slowly at first, momentum and a rate for each weight make the early steps count for more, and Muon's orthogonal "
            + "steps most. LARS and LAMB are made for batches of thousands, which these are not. The differences shrink the longer one trains: "
            + "what is left at the end is a question of rates and schedules more than of methods.",
            ["optimiser", "rate", "training loss", "validation loss", "validation accuracy"], rows);
    }

    private static string Name(string text) => text.Split(':')[0];

    private static string Text(double value, string format = "F3") => value.ToString(format, CultureInfo.InvariantCulture);
}
