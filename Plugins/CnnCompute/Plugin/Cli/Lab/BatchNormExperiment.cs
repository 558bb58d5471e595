// What batch normalisation does to the choice of a rate.
using System.Globalization;

namespace CnnCompute;

/// <summary>The same net with and without batch normalisation at several rates.</summary>
[Named("batch-norm", "batch normalisation on and off at several learning rates: training loss and validation accuracy")]
internal sealed class BatchNormExperiment : Experiment
{
    private const int Batch = 64;
    private const double Highest = 2.5;
    private static readonly double[] Rates = [0.001, 0.01, 0.1, 1];

    /// <inheritdoc/>
    public override LabResult Run(LabContext lab)
    {
        var (train, validation) = (lab.Train(lab.Of(12_800, 640)), lab.Validation(lab.Of(2000, 250)));
        var steps = lab.Of(240, 8);
        var (figure, rows, final) = (new Figure(3, $"Batch normalisation (SGD, {train.Count:N0} pictures, batch {Batch})"), new List<string[]>(),
            new Chart { Title = "validation accuracy after the last step / %", XLabel = "learning rate", LogX = true, NamesBelow = true });
        foreach (var (i, batchNorm) in new[] { false, true }.Index())
        {
            var name = batchNorm ? "with batch norm" : "without batch norm";
            var chart = new Chart { Title = $"training loss {name}", XLabel = "step", WholeX = true, RangeY = (0, Highest), NamesBelow = true };
            var accuracies = new List<double>();
            foreach (var rate in Rates)
            {
                var text = rate.ToString("0.###", CultureInfo.InvariantCulture);
                lab.Say($"{name}, rate {text}");
                using var training = new LabTraining(lab, LabNet.Convolutions(train, batchNorm), p => new Sgd(p), train, Batch);
                training.Run(steps, rate);
                var smooth = training.Smoothed();
                chart.Curve($"rate {text}", [.. smooth.Select((_, step) => step + 1.0)], [.. smooth.Select(l => l <= 2 * Highest ? l : double.NaN)]);
                var (loss, accuracy) = training.Measure(validation);
                accuracies.Add(100 * accuracy);
                rows.Add([$"{name}, rate {text}", training.Diverged ? "diverged" : smooth[^1].ToString("F3", CultureInfo.InvariantCulture),
                    double.IsFinite(loss) ? loss.ToString("F3", CultureInfo.InvariantCulture) : "–",
                    double.IsFinite(accuracy) ? $"{(100 * accuracy).ToString("F1", CultureInfo.InvariantCulture)} %" : "–"]);
            }
            figure.Add(chart);
            final.Curve(name, Rates, accuracies, colour: i, markers: true);
        }
        return new LabResult(
            figure.Add(final), 480, 440,
            "Each colour is a learning rate. Without batch normalisation one rate of four trains well: below it the loss falls slowly or "
            + "hardly at all, above it the training diverges (a curve that ends). With it the net learns at all four, and a small rate gets as "
            + "far as a ten times larger one without, since every layer's inputs keep their scale whatever the weights before it do.",
            ["net", "training loss", "validation loss", "validation accuracy"], rows);
    }
}
