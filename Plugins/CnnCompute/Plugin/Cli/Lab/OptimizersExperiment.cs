// Optimisers side by side on one net.
using System.Globalization;

namespace CnnCompute;

/// <summary>The same net from the same weights on the same batches, each optimiser at a rate that suits it.</summary>
[Named("optimizers", "optimisers side by side on one net: training loss and validation accuracy by step")]
internal sealed class OptimizersExperiment : Experiment
{
    private const int Batch = 64;

    private static readonly (string Name, double Rate, Func<IReadOnlyList<Parameter>, Optimizer> Make)[] Contenders =
    [
        ("SGD", 0.1, p => new Sgd(ParameterGroup.Of(p))),
        ("momentum", 0.02, p => new Sgd(ParameterGroup.Of(p), momentum: 0.9f)),
        ("Nesterov", 0.02, p => new Sgd(ParameterGroup.Of(p), momentum: 0.9f, nesterov: true)),
        ("Adam", 0.003, p => new Adam(ParameterGroup.Of(p))),
        ("AdamW", 0.003, p => new Adam(ParameterGroup.Of(p), weightDecay: 0.01, decoupled: true)),
    ];

    /// <inheritdoc/>
    public override LabResult Run(LabContext lab)
    {
        var (train, validation) = (lab.Train(lab.Of(12_800, 640)), lab.Validation(lab.Of(1000, 250)));
        var (steps, every) = (lab.Of(300, 20), lab.Of(50, 10));
        var losses = new Chart { Title = "training loss (smoothed)", XLabel = "step", YLabel = "loss", LogY = true, WholeX = true };
        var accuracies = new Chart { Title = "validation accuracy / %", XLabel = "step", WholeX = true };
        var rows = new List<string[]>();
        foreach (var (i, (name, rate, make)) in Contenders.Index())
        {
            lab.Say($"{name} at rate {rate.ToString("0.####", CultureInfo.InvariantCulture)}");
            using var training = new LabTraining(lab, LabNet.Convolutions(train, batchNorm: false), make, train, Batch);
            var (places, accuracy, loss) = (new List<double>(), new List<double>(), double.NaN);
            for (var done = 0; done < steps; done += every)
            {
                training.Run(every, rate);
                (loss, var share) = training.Measure(validation);
                places.Add(done + every);
                accuracy.Add(100 * share);
            }
            var smooth = training.Smoothed();
            var dashed = i >= ChartStyle.Palette.Count;
            losses.Curve(name, [.. smooth.Select((_, step) => step + 1.0)], smooth, dashed, i);
            accuracies.Curve(name, places, accuracy, dashed, i);
            rows.Add([name, rate.ToString("0.####", CultureInfo.InvariantCulture), Lab(smooth[^1]), Lab(loss), $"{Lab(accuracy[^1], "F1")} %"]);
        }
        return new LabResult(
            new Figure(2, $"Optimisers on one net ({train.Count:N0} pictures, batch {Batch}, constant rate)", oneLegend: true)
                .Add(losses).Add(accuracies), 620, 480,
            "All begin with the same weights and see the same batches in the same order; each has a rate that suits it, as no rate suits all. Plain SGD "
            + "falls slowest; momentum and Adam's scaling of each weight make the early steps count for more. The differences shrink the longer one "
            + "trains: what is left at the end is a question of rates and schedules more than of methods.",
            ["optimiser", "rate", "training loss", "validation loss", "validation accuracy"], rows);
    }

    private static string Lab(double value, string format = "F3") => value.ToString(format, CultureInfo.InvariantCulture);
}
